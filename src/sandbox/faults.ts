import type { Json } from './json.ts';

/** One entry of an error's `details`. */
export interface FaultDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/** A refusal in the form of https://learn.microsoft.com/graph/errors; thrown by handlers, answered by the server. */
export class GraphFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly FaultDetail[];
  readonly headers: Readonly<Record<string, string>>;
  readonly inner: Readonly<Record<string, Json>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly details?: readonly FaultDetail[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly inner?: Readonly<Record<string, Json>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? [];
    this.headers = more.headers ?? {};
    this.inner = more.inner ?? {};
  }
}

function badRequest(message: string, details: readonly Omit<FaultDetail, 'message'>[] = []): GraphFault {
  return new GraphFault(400, 'Request_BadRequest', message, {
    details: details.map((detail) => ({ ...detail, message })),
  });
}

function unsupportedQuery(message: string): GraphFault {
  return new GraphFault(400, 'Request_UnsupportedQuery', message);
}

/** Every refusal of the sandbox, one factory each. */
export const faults = {
  badRequest: (message: string) => badRequest(message),
  badQuery: (message: string) => new GraphFault(400, 'BadRequest', message),
  unsupportedQuery,

  unsupportedFilter: (property: string, resource: string) =>
    unsupportedQuery(
      `Unsupported or invalid query filter clause specified for property '${property}' of resource '${resource}'.`,
    ),
  invalidFilter: (message: string) => badRequest(`Invalid filter clause: ${message}`),
  unknownSelect: (property: string, kind: string) =>
    new GraphFault(
      400,
      'BadRequest',
      `Parsing OData Select and Expand failed: Could not find a property named '${property}' on type 'microsoft.graph.${kind}'.`,
    ),
  pageSize: (text: string) =>
    badRequest(`Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`),
  // Assumption: the code and text of a page token that does not fit its query.
  expiredPageToken: () =>
    new GraphFault(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    ),

  missing: (id: string) =>
    new GraphFault(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    ),
  unknownSegment: (segment: string) =>
    new GraphFault(400, 'BadRequest', `Resource not found for the segment '${segment}'.`),
  invalidObjectId: (id: string) => badRequest(`Invalid object identifier '${id}'.`),
  methodNotAllowed: () =>
    new GraphFault(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.'),
  notImplemented: () => new GraphFault(501, 'NotImplemented', 'This operation target is not yet supported.'),

  denied: () =>
    new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
  // Assumption: Microsoft documents the 403, not the text.
  restricted: () =>
    new GraphFault(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation. Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit.',
    ),
  unauthorized: (message: string) =>
    new GraphFault(401, 'InvalidAuthenticationToken', message, {
      headers: { 'WWW-Authenticate': 'Bearer realm="", error="invalid_token"' },
    }),
  noPremiumLicense: () =>
    new GraphFault(
      400,
      'AadPremiumLicenseRequired',
      'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
    ),

  required: (property: string, resource: string) =>
    badRequest(`A value is required for property '${property}' of resource '${resource}'.`, [
      { code: 'PropertyRequired', target: property },
    ]),
  invalidValue: (property: string, resource: string) =>
    badRequest(`Invalid value specified for property '${property}' of resource '${resource}'.`, [
      { code: 'InvalidValue', target: property },
    ]),
  readOnly: (property: string) => badRequest(`Property '${property}' is read-only and cannot be set.`),
  unknownProperty: (property: string) =>
    badRequest(`Property '${property}' does not exist as a declared property or extension property.`),
  extensionUnavailable: (property: string) =>
    badRequest(`The following extension properties are not available: ${property}.`),
  conflict: (property: string) =>
    badRequest(
      `Another object with the same value for property ${property} already exists.`,
      property === 'proxyAddresses'
        ? [{ code: 'ObjectConflict', target: property }, { code: 'ConflictingObjects' }]
        : [{ code: 'ObjectConflict', target: property }],
    ),
  unverifiedDomain: () =>
    badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
      [{ code: 'InvalidValue', target: 'userPrincipalName' }],
    ),
  weakPassword: () =>
    badRequest('The specified password does not comply with password complexity requirements.', [
      { code: 'InvalidPassword', target: 'passwordProfile' },
    ]),
  mastered: () =>
    badRequest(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    ),
  externallyMastered: () =>
    badRequest(
      'Unable to update the specified properties for objects that have originated within an external service.',
    ),
  mailEnabledGroup: (action: 'Create' | 'Update') =>
    badRequest(`Cannot ${action} a mail-enabled security groups and or distribution list.`),
  referenceExists: (navigation: string) =>
    badRequest(
      `One or more added object references already exist for the following modified properties: '${navigation}'.`,
    ),
  invalidReference: () => badRequest('Invalid URL format specified in payload.'),
  tooManyRequests: (retryAfter: number, headers: Readonly<Record<string, string>>) =>
    new GraphFault(429, 'TooManyRequests', 'Please retry again later.', {
      headers: { 'Retry-After': String(retryAfter), ...headers },
      inner: { code: '429', message: 'Please retry after', status: '429' },
    }),
} as const;

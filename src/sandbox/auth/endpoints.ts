import type { Clock } from '../clock.ts';
import type { Answer, Incoming } from '../http/exchange.ts';
import { newId } from '../random.ts';
import type { ClientCheck, ClientFault } from './client.ts';
import type { Tokens } from './tokens.ts';

/** What the identity endpoints work with. */
export interface Authority {
  readonly origin: string;
  readonly tenantId: string;
  /** Tells whether a name in the path (id or verified domain) is the tenant's. */
  isTenant(name: string): boolean;
  readonly clientId: string;
  readonly check: ClientCheck;
  readonly tokens: Tokens;
  readonly clock: Clock;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Answers discovery and token requests; `undefined` when the path is neither. */
export async function answerAuthority(authority: Authority, incoming: Incoming): Promise<Answer | undefined> {
  const match = /^\/([^/]+)(\/v2\.0\/\.well-known\/openid-configuration|\/oauth2\/v2\.0\/token)$/.exec(incoming.path);
  if (match === null) return undefined;
  const tenant = match[1] ?? '';
  if (!authority.isTenant(tenant)) {
    return refusal(authority, 400, 'invalid_tenant', { code: 90002, text: `Tenant '${tenant}' not found.` });
  }
  if (incoming.path.endsWith('openid-configuration')) return { status: 200, body: discovery(authority, tenant) };
  if (incoming.method !== 'POST') {
    return refusal(authority, 400, 'invalid_request', {
      code: 900561,
      text: 'The endpoint only accepts POST requests.',
    });
  }
  return await answerToken(authority, tenant, new URLSearchParams(incoming.body));
}

/** https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document */
function discovery(authority: Authority, tenant: string): Answer['body'] & object {
  const base = `${authority.origin}/${tenant}`;
  return {
    issuer: `${authority.origin}/${authority.tenantId}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    response_types_supported: ['code', 'id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
    tenant_region_scope: 'EU',
  };
}

async function answerToken(authority: Authority, tenant: string, form: URLSearchParams): Promise<Answer> {
  const grant = form.get('grant_type');
  if (grant !== 'client_credentials') {
    const text = `The app requested an unsupported grant type '${grant ?? ''}'.`;
    return refusal(authority, 400, 'unsupported_grant_type', { code: 70003, text });
  }
  if (form.get('client_id')?.toLowerCase() !== authority.clientId.toLowerCase()) {
    const text = `Application with identifier '${form.get('client_id') ?? ''}' was not found in the directory.`;
    return refusal(authority, 400, 'unauthorized_client', { code: 700016, text });
  }
  if (!isGraphScope(authority, form.get('scope') ?? '')) {
    const text = `The provided value for the input parameter 'scope' is not valid. The scope ${form.get('scope') ?? ''} is not valid.`;
    return refusal(authority, 400, 'invalid_scope', { code: 1002012, text });
  }
  const fault = await checkClient(authority, tenant, form);
  if (fault !== undefined) return refusal(authority, 401, 'invalid_client', fault);
  const { token, seconds } = authority.tokens.issue();
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token },
  };
}

function isGraphScope(authority: Authority, scope: string): boolean {
  return ['https://graph.microsoft.com/.default', `${authority.origin}/.default`].includes(scope);
}

async function checkClient(
  authority: Authority,
  tenant: string,
  form: URLSearchParams,
): Promise<ClientFault | undefined> {
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  if (assertion !== null && form.get('client_assertion_type') === assertionType) {
    return await authority.check.assertion(assertion, `${authority.origin}/${tenant}/oauth2/v2.0/token`);
  }
  if (secret !== null) return authority.check.secret(secret);
  const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
  return { code: 7000218, text };
}

function refusal(authority: Authority, status: number, error: string, fault: ClientFault): Answer {
  const trace = newId();
  const correlation = newId();
  const timestamp = new Date(authority.clock.now()).toISOString().replace('T', ' ').slice(0, 19);
  return {
    status,
    headers: { 'Cache-Control': 'no-store' },
    body: {
      error,
      error_description: `AADSTS${fault.code}: ${fault.text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}Z`,
      error_codes: [fault.code],
      timestamp: `${timestamp}Z`,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `${authority.origin}/error?code=${fault.code}`,
    },
  };
}

import { CLIENT, TENANT } from '../run/tenant-process.ts';

/** Where a workspace reads, and what it takes from there. */
export interface Place {
  /** The lines of one connector named corp, from the dash on. */
  readonly connector: string;
  /** The containers that take part. */
  readonly units: readonly string[];
  readonly sourceAnchor: 'objectGUID' | 'mS-DS-ConsistencyGuid';
  readonly tenantUrl: string;
}

/** The workspace of somebody who comes from Entra Connect with its standard rules. */
export function workspaceFiles({ connector, units, sourceAnchor, tenantUrl }: Place): Readonly<Record<string, string>> {
  const anchor = sourceAnchor === 'objectGUID' ? '' : `, fallback: objectGUID`;
  const topology = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant:
    type: entra
    id: ${TENANT}
    auth: { method: secret, clientId: ${CLIENT}, secret: 'env:CLIENT_SECRET' }
    endpoint: { authority: '${tenantUrl}', graph: '${tenantUrl}', ca: 'file:tenant.pem' }
  connectors:
    - ${connector}
  ownerMark: { applicationId: ${CLIENT} }
  extends: [lockstep/default@1]
  sourceAnchor: { attribute: ${sourceAnchor}${anchor} }
  signIn: { newUsers: externalPassword }
---
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: selected-units }
spec:
  connectors: [corp]
  organizationalUnits:
    include: [${units.map((unit) => `'${unit}'`).join(', ')}]
`;
  return { 'lockstep.yaml': topology, 'as-connect.yaml': asConnect };
}

/** What the standard rules of Entra Connect do and the pack does not. */
const asConnect = `apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: people-as-connect }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 50
  flows:
    extensionAttribute1: '=Trim([extensionAttribute1])'
    extensionAttribute2: '=Trim([extensionAttribute2])'
    preferredLanguage: '=Trim([preferredLanguage])'
    facsimileTelephoneNumber: '=Trim([facsimileTelephoneNumber])'
    # A country gives nobody a place of use: that is msExchUsageLocation, which nobody has here.
    c: '=AuthoritativeNull'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: users-as-connect }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 60
  scope: { all: [{ sourceObjectType: { equal: User } }] }
  flows:
    extensionAttribute1: extensionAttribute1
    extensionAttribute2: extensionAttribute2
    preferredLanguage: preferredLanguage
    faxNumber: facsimileTelephoneNumber
`;

/** Rules that somebody added: a value for new people only, and a place of use that not everybody has. */
export const additions = `apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: additions }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 40
  scope: { all: [{ accountName: { in: [ada.byron, u10442] } }] }
  flows:
    state: { constant: unknown, applyOnce: true }
    usageLocation: c
`;

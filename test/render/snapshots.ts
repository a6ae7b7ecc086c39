import type { SnapshotFacts } from '../../src/model/snapshot.ts';

const ofAny = {
  format: 'lockstep-snapshot',
  version: 1,
  workspace: 'contoso',
  readAt: '2026-11-22T14:02:11.000Z',
  tool: '1.2.3',
} as const;

export const sourceSnapshot: SnapshotFacts = {
  head: {
    ...ofAny,
    kind: 'source',
    connector: 'corp',
    connectorType: 'ldif',
    origin: 'corp.ldif',
    partitions: ['DC=corp,DC=contoso,DC=com'],
    parameters: { 'Connector.ID': 'corp' },
    attributes: { group: ['member'], user: ['cn', 'sn'] },
    counts: { group: 0, user: 1204 },
  },
  digest: 'ab'.repeat(32),
};

export const tenantSnapshot: SnapshotFacts = {
  head: {
    ...ofAny,
    kind: 'tenant',
    connector: 'entra',
    origin: 'Contoso',
    tenantId: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
    ownerMarkApplicationId: '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33',
    managers: true,
    extensions: [],
    attributes: { group: ['displayName'], user: ['displayName'] },
    counts: { domain: 2, facts: 1, user: 3 },
  },
  digest: 'cd'.repeat(32),
};

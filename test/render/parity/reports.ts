import type { Json } from '../../../src/kernel/canonical-json.ts';
import type { Parity, ParityDifference, ParityReport, Unpaired } from '../../../src/model/parity.ts';
import { groupDifferences } from '../../../src/parity/group.ts';
import { unpairedGroups } from '../../../src/parity/unpaired.ts';

const WHY = { rule: 'user-out', at: 'rules/people.yaml:14', flow: 'department', losers: [] };

export function difference(
  name: string,
  attribute: string,
  values: { readonly tenant: Json; readonly rules: Json },
  more: Partial<ParityDifference> = {},
): ParityDifference {
  return {
    identity: { type: 'user', name, key: `corp/${name}`, id: `id-${name}`, dn: `CN=${name},DC=contoso,DC=com` },
    attribute,
    class: 'difference',
    kind: 'changed',
    why: [WHY],
    ...values,
    ...more,
  };
}

export function alone(name: string, more: Partial<Unpaired> = {}): Unpaired {
  const identity = { type: 'user', name, key: `corp/${name}`, dn: `CN=${name},DC=contoso,DC=com` } as const;
  return { side: 'onlyHere', identity, reason: 'absent', detail: '', ...more };
}

/** A report of just these. */
export function reportOf(
  differences: readonly ParityDifference[],
  unpaired: readonly Unpaired[] = [],
  more: Partial<Parity> = {},
): ParityReport {
  return {
    workspace: 'contoso',
    tenantId: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
    tenantName: 'Contoso',
    asOf: '2026-11-22T20:00:00.000Z',
    rulesDigest: 'd'.repeat(64),
    sources: [{ connector: 'corp', origin: 'corp.ldif', readAt: '2026-11-22T19:59:00.000Z' }],
    parity: {
      identities: 1204,
      pairs: { user: 1100, group: 98 },
      pairedBy: { mark: 0, anchor: 1100, otherAnchor: 0, securityIdentifier: 98, samAccountName: 0 },
      attributes: 20_451,
      memberships: 7012,
      unexplained: differences.length + unpaired.length,
      explained: 0,
      groups: groupDifferences(differences),
      unpaired: unpairedGroups(unpaired),
      notCompared: {
        attributes: [{ type: 'user', attribute: 'proxyAddresses', objects: 900 }],
        notExposed: ['assistant', 'info'],
        references: { count: 0, samples: [] },
        leftAlone: 0,
        cloudOnly: 0,
      },
      ...more,
    },
  };
}

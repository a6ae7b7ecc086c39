import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { guidBytes, guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person } from '../support/world/sources.ts';
import { markOf, stranger } from '../support/world/tenant.ts';

const settings = {
  objectGUID: 'sourceAnchor: { attribute: objectGUID }',
  'mS-DS-ConsistencyGuid': 'sourceAnchor: { attribute: mS-DS-ConsistencyGuid, fallback: objectGUID, writeBack: false }',
};
type Mode = keyof typeof settings;
const modes = Object.keys(settings) as Mode[];

const rules = new Map<Mode, RuleSet>();
beforeAll(async () => {
  for (const mode of modes) {
    const topology = `  extends: [lockstep/default@1]\n  signIn: { newUsers: externalPassword }\n  ${settings[mode]}`;
    rules.set(mode, await rulesOf({ topology, ordinary: false, connectors: ['corp', 'second'] }));
  }
});

const consistency = (of: string | undefined) =>
  of === undefined ? {} : { 'mS-DS-ConsistencyGuid': guidBytes(guidOf(of)) };

const combinations = modes.flatMap((mode) =>
  [undefined, 'ada', 'moved'].flatMap((guid) =>
    ['ada', 'moved', 'stranger'].flatMap((anchor) =>
      (['same', 'other', 'none'] as const).map((mark) => ({ mode, guid, anchor, mark })),
    ),
  ),
);

describe('a changed anchor', () => {
  test.each(combinations)('$mode: the directory says $guid, the tenant holds $anchor, mark: $mark', (one) => {
    const desired = one.mode === 'objectGUID' ? 'ada' : (one.guid ?? 'ada');
    const known = new Set(['ada', one.guid]);
    const marks = { same: markOf('ada'), other: markOf('gone'), none: undefined };
    const object = stranger('ada', { anchor: userAnchor(one.anchor), mark: marks[one.mark] });
    const source = [person('ada', { with: consistency(one.guid) })];
    const plan = planOf({ rules: rules.get(one.mode)!, source, tenant: { objects: [object] } });
    const reasons = plan.body.held.map(({ reason }) => reason);

    const isOurs = one.mark === 'same' && one.anchor === desired;
    // The mark of an object that is gone, with an anchor that nobody claims: somebody else, who leaves.
    const isAnother = one.mark === 'other' && !known.has(one.anchor);
    expect(plan.told).toEqual(isAnother ? ['leave ada'] : []);
    if (isOurs) expect(reasons).toEqual([]);
    else expect(reasons).not.toEqual([]);
    if (one.anchor !== desired && known.has(one.anchor)) expect(reasons).toContain('changedAnchor');
  });
});

test.each(modes)('%s: an anchor of two forests makes nobody, where both would be new', (mode) => {
  const sources = [
    imported([person('ada', { with: consistency('shared') })]),
    imported([person('eve', { dn: 'CN=eve,DC=second', with: consistency('shared') })], 'second', 'DC=second'),
  ];
  const plan = planOf({ rules: rules.get(mode)!, sources });
  expect(plan.told).toEqual([]);
  expect(plan.body.held.map(({ reason, detail }) => [reason, detail])).toEqual([
    ['duplicateInSource', 'CN=eve,DC=second claims the same anchor'],
    ['duplicateInSource', 'CN=ada,OU=Staff,DC=corp,DC=contoso,DC=com claims the same anchor'],
  ]);
});

test.each(modes)('%s: who is there keeps what is theirs when another forest copies the anchor', (mode) => {
  const sources = [
    imported([person('ada', { with: { ...consistency('ada'), department: 'R' } })]),
    imported([person('eve', { dn: 'CN=eve,DC=second', with: consistency('ada') })], 'second', 'DC=second'),
  ];
  const objects = [stranger('ada', { mark: markOf('ada'), anchor: userAnchor('ada') })];
  const plan = planOf({ rules: rules.get(mode)!, sources, tenant: { objects } });
  expect(plan.told).toEqual(['update ada']);
  expect(plan.body.held).toHaveLength(1);
});

test('groups are known by objectGUID whatever the mode, and the way to it is in the pack', () => {
  for (const [mode, { rules: all }] of rules) {
    const forms = all.filter(({ id }) => id === 'lockstep/default@1:user-anchor');
    expect(forms.map(({ source }) => source.source.path)).toEqual(['lockstep/default@1/anchors.yaml']);
    const reads = forms.flatMap(({ flows }) =>
      flows.flatMap(({ from }) => (from.kind === 'expression' ? from.attributes : [])),
    );
    expect(reads.includes('mS-DS-ConsistencyGuid')).toBe(mode === 'mS-DS-ConsistencyGuid');
    const groups = all.filter(({ sourceType }) => sourceType === 'group');
    expect(JSON.stringify(groups.map(({ flows }) => flows))).not.toContain('ConsistencyGuid');
  }
});

import { describe, expect, test } from 'vitest';
import type { ImpactChange, ImpactGroup, ImpactOutcome, ImpactReport } from '../../src/model/impact.ts';
import { impactJsonPieces, renderImpact, renderImpactVerdict } from '../../src/render/index.ts';
import { impactScenarios } from './forge/impact-scenarios.ts';

/** Colours, a bidirectional override, a line break and a quote. */
const HOSTILE = 'a\u001b[31m\u202e\n"b';

function change(parts: Partial<ImpactChange> = {}): ImpactChange {
  const known = { type: 'user', key: 'corp/1', name: 'ada@contoso.com', before: null, after: null } as const;
  return { kind: 'changed', attribute: 'department', ...known, cause: [], ...parts };
}

function group(changes: readonly ImpactChange[], parts: Partial<ImpactGroup> = {}): ImpactGroup {
  const { kind, type, attribute, cause } = changes[0] ?? change();
  const named = { ...(type === undefined ? {} : { type }), ...(attribute === undefined ? {} : { attribute }) };
  return { kind, ...named, cause, identities: changes.length, changes, ...parts };
}

function report(outcome: ImpactOutcome): ImpactReport {
  return {
    workspace: 'contoso',
    base: { ref: 'main', commit: '0123456789', dirty: false, rulesDigest: 'a' },
    head: { ref: 'working tree', commit: '0123456', dirty: true, rulesDigest: 'b' },
    asOf: '2026-11-22T00:00:00.000Z',
    sources: [{ connector: 'corp', origin: 'corp.ldif', readAt: '2026-11-22T00:00:00.000Z' }],
    outcome,
  };
}

const compared = (groups: readonly ImpactGroup[]): ImpactReport =>
  report({ kind: 'compared', impact: { identities: groups.length, wanted: { base: 2, head: 2 }, groups } });

const text = (one: ImpactReport): string => renderImpact(one, { colour: false });
const json = (one: ImpactReport): unknown => JSON.parse([...impactJsonPieces(one, [])].join(''));

describe('people with a directory role, and hazards', () => {
  const privileged = impactScenarios['privileged']?.() ?? compared([]);

  test('stand first in the text: who, which role, what is added and what is taken away', () => {
    const lines = text(privileged).split('\n');
    const from = lines.indexOf('What the plan may do to people: added by the change (+), taken away (-)');
    expect(lines.slice(from + 1, from + 7)).toEqual([
      '  + 1 person gets a directory role  GRANTS_PRIVILEGE',
      '          ada@contoso.com: group Tier 0, member of Tier 0, which holds Global Administrator',
      '  + 3 accounts disabled  DISABLES_USER',
      '          person0@contoso.com [Global Administrator]',
      '          person500@contoso.com',
      '          person501@contoso.com',
    ]);
    expect(lines).toContain('  - 40 losses of access  LOSES_ACCESS');
    expect(lines).toContain('          Sales: group Intranet, 40 people');
    expect(lines).toContain('       3  users: leave scope: disabled, and deleted later (1 holds a directory role)');
    expect(lines.at(-2)).toMatch(/^32 identities are touched, 1 of them holds a directory role, in 2 groups/);
  });

  test('stand in the JSON whole, and say nothing where no tenant was given', () => {
    const { outcome } = privileged;
    const given = outcome.kind === 'compared' ? outcome.impact : undefined;
    expect(json(privileged)).toMatchObject({
      hazards: given?.hazards,
      groups: [{ privileged: 1, changes: [{ role: 'Global Administrator' }, {}, {}] }, { privileged: 1 }],
    });
    expect(json(compared([]))).not.toHaveProperty('hazards');
    expect(
      json(
        report({ kind: 'compared', impact: { identities: 0, wanted: { base: 1, head: 1 }, groups: [], hazards: [] } }),
      ),
    ).toHaveProperty('hazards', []);
  });

  test('of the outside harm no terminal', () => {
    const identity = {
      key: HOSTILE,
      type: 'user',
      name: HOSTILE,
      group: HOSTILE,
      detail: HOSTILE,
      role: HOSTILE,
    } as const;
    const hazards = [{ kind: 'added', hazard: 'UPN_CHANGE', people: 1, identities: [identity] }] as const;
    const groups = [group([change({ role: HOSTILE })], { privileged: 1 })];
    const shown = text(
      report({ kind: 'compared', impact: { identities: 1, wanted: { base: 1, head: 1 }, groups, hazards } }),
    );
    expect(shown).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('text', () => {
  test('says what both were, and that a tree is in no commit', () => {
    expect(text(compared([])).split('\n')[0]).toBe(
      'Impact on contoso: from main (0123456789) to working tree (0123456 and changes that are not committed)',
    );
  });

  test('says values once where all agree', () => {
    const both = [change({ before: 'R', after: 'S' }), change({ before: 'R', after: 'S', name: 'bob' })];
    expect(text(compared([group(both, { before: 'R', after: 'S' })]))).toContain(
      'users: department changed: "R" -> "S"\n',
    );
  });

  test('says once what is said of each, and of what time the data is', () => {
    const both = [change({ detail: 'filtered out' }), change({ detail: 'filtered out', name: 'bob' })];
    const shown = text(compared([group(both)]));
    expect(shown.match(/filtered out/g)).toHaveLength(1);
    expect(shown).toContain('          each: filtered out\n          ada@contoso.com\n          bob\n');
    expect(shown).toContain('Read from corp: corp.ldif, 2026-11-22 00:00Z, as of ');
    const apart = text(compared([group([...both, change({ detail: 'gone' })])]));
    expect(apart.match(/filtered out/g)).toHaveLength(2);
    expect(text(compared([group([change({ detail: 'gone' })])]))).not.toContain('each:');
  });

  test('names lines of head, lines that were taken away, and no line', () => {
    const cause = [
      { side: 'base', at: 'a.yaml:3', text: 'x: y' },
      { side: 'head', at: 'a.yaml:4', text: 'x: z' },
    ] as const;
    const shown = text(compared([group([change({ cause })]), group([change()])]));
    expect(shown).toContain('because of a.yaml:3  removed: x: y\n');
    expect(shown).toContain('because of a.yaml:4  x: z\n');
    expect(shown).toContain('because of: unknown\n');
    expect(shown).toContain(', 1 of unknown cause;');
  });

  test('shows five samples and how many more there are', () => {
    const many = Array.from({ length: 1_234 }, (_, index) => change({ name: `p${index}` }));
    const shown = text(compared([group(many)]));
    expect(shown).toContain('   1,234  users: ');
    expect(shown).toContain('          p4\n          and 1,229 more\n');
  });

  test('shows which words of a long text differ', () => {
    const words = 'one two three four five six seven eight nine ten eleven';
    const shown = text(compared([group([change({ before: words, after: words.replace('two', '2') })])]));
    expect(shown).toContain('- "one two three');
    expect(shown).toContain('+ "one 2 three');
  });

  test.each([
    ['membershipLost', { before: 'bob', after: null }, 'ada@contoso.com - bob'],
    ['membershipGained', { before: null, after: 'bob' }, 'ada@contoso.com + bob'],
    [
      'heldAppears',
      { attribute: 'manager', after: 'bob', detail: 'not in sight' },
      'ada@contoso.com  bob  (not in sight)',
    ],
    ['changed', { before: ['a', 'b'], after: ['b', 'c'] }, '+ "c"'],
  ] as const)('%s', (kind, parts, expected) => {
    expect(text(compared([group([change({ kind, ...parts })])]))).toContain(expected);
  });

  test('tells the operations of both plans', () => {
    const operations = [{ kind: 'leave', base: 1, head: 1_003 }] as const;
    const shown = text(
      report({ kind: 'compared', impact: { identities: 0, wanted: { base: 1, head: 1 }, groups: [], operations } }),
    );
    expect(shown).toContain('       1 -> 1,003  disabled, to be deleted after the days of grace');
  });

  test('tells what the guards say of both plans, also where nobody is touched', () => {
    const findings = {
      blocked: { base: false, head: true },
      same: 1,
      changes: [
        {
          kind: 'changes',
          code: 'SAFE010',
          blocks: true,
          policyKey: 'limits',
          before: '3 of 10',
          after: `9 of 10 ${HOSTILE}`,
        },
        { kind: 'disappears', code: 'SAFE012', blocks: false, policyKey: '', before: 'a pin strayed' },
      ],
    } as const;
    const one = report({
      kind: 'compared',
      impact: { identities: 0, wanted: { base: 1, head: 1 }, groups: [], operations: [], findings },
    });
    const shown = text(one);
    expect(shown).toContain(
      '  SAFE010 has other figures, and blocks (limits)\n          - 3 of 10\n          + 9 of 10',
    );
    expect(shown).toContain('  SAFE012 is gone\n          - a pin strayed\n');
    expect(shown).toContain('nobody is touched: 1 identity before, 1 after; the plan would be blocked.\n');
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(json(one)).toMatchObject({ verdict: { findings } });
  });

  test.each([
    [{ kind: 'sameRules' }, 'Both have the same rules: nothing to evaluate, no impact.\n'],
    [
      { kind: 'unknown', wanted: 3, failed: 1 },
      'Unknown against main, which is not valid; head wants 3 identities, 1 cannot be evaluated.\n',
    ],
  ] as const)('the verdict of %j', (outcome, expected) => {
    expect(renderImpactVerdict(report(outcome), { colour: false })).toBe(expected);
    expect(json(report(outcome))).toMatchObject({ verdict: { outcome: outcome.kind }, groups: [] });
  });
});

describe('what the outside says', () => {
  const cause = [{ side: 'head', at: HOSTILE, text: HOSTILE }] as const;
  const everywhere = { name: HOSTILE, dn: HOSTILE, attribute: HOSTILE, detail: HOSTILE, cause };
  const hostile = compared([
    group([change({ ...everywhere, before: HOSTILE, after: HOSTILE.repeat(20) })]),
    group([change({ ...everywhere, before: [HOSTILE], after: [] })]),
    group([change({ ...everywhere, kind: 'membershipLost', before: HOSTILE })]),
    group([change({ ...everywhere, kind: 'leavesScope' })]),
    group([change({ ...everywhere, before: HOSTILE, after: HOSTILE }), change(everywhere)], {
      before: HOSTILE,
      after: HOSTILE,
    }),
  ]);
  const named = { ...hostile, workspace: HOSTILE, base: { ref: HOSTILE, commit: HOSTILE, dirty: false } };

  test('never moves the cursor or breaks a line of the text', () => {
    const shown = text(named);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const harmless = JSON.parse(JSON.stringify(named).replaceAll('\\n', ' ')) as ImpactReport;
    expect(shown.split('\n').length).toBe(text(harmless).split('\n').length);
  });

  test('comes through JSON as it is', () => {
    const [first] = (json(named) as { readonly groups: readonly ImpactGroup[] }).groups;
    expect(first).toMatchObject({
      attribute: HOSTILE,
      cause,
      changes: [{ name: HOSTILE, dn: HOSTILE, before: HOSTILE }],
    });
  });
});

import { describe, expect, test } from 'vitest';
import { changedLines } from '../../src/app/changed-lines.ts';
import { notWritable, targetCapabilities, TENANT_NAME } from '../../src/app/registry.ts';
import { impactOf } from '../../src/impact/index.ts';
import type { ImpactSide } from '../../src/impact/index.ts';
import type { Impact } from '../../src/model/impact.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { synchronize } from '../../src/sync/index.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, reference, team } from '../support/world/sources.ts';

/** An inbound rule before the ordinary ones. */
const inbound = (type: string, body: string): string => `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: mine }
spec:
  from: { connectors: { type: directory }, type: ${type} }
  to: { metaverse: ${type === 'user' ? 'person' : 'group'} }
  precedence: 50
${body}`;

/** An outbound rule before the ordinary ones. */
const outbound = (body: string, type = 'user'): string => `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: mine }
spec:
  from: { metaverse: ${type === 'user' ? 'person' : 'group'} }
  to: { connector: entra, type: ${type} }
  precedence: 60
${body}`;

const flow = (text: string): string => `  flows:\n    ${text}\n`;
const filter = (clause: string): string => `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  objects:
    user:
      all:
        - ${clause}
`;

const PEOPLE = [
  person('ada', { with: { department: 'R', manager: reference('bob'), employeeType: 'E', title: 'T' } }),
  person('bob', { with: { employeeType: 'F' } }),
  team('red', ['ada', 'bob']),
];

async function between(base: string, head: string, source: readonly SourceObject[] = PEOPLE): Promise<Impact> {
  const [before, after] = [await rulesOf({ documents: base }), await rulesOf({ documents: head })];
  const sourceOf = (rules: RuleSet) => rules.rules.slice(0, 1).map((rule) => rule.source.source);
  const changed = changedLines(sourceOf(before), sourceOf(after));
  const side = (ruleSet: RuleSet, lines: ImpactSide['changed']): ImpactSide => ({
    ruleSet,
    changed: lines,
    population: synchronize({
      ruleSet,
      sources: [imported(source)],
      target: TENANT_NAME,
      ports: { asOf: 0, random: () => (length) => new Uint8Array(length) },
      notWritable,
    }),
  });
  const { schema } = targetCapabilities(before.topology);
  return impactOf({ base: side(before, changed.base), head: side(after, changed.head), schema });
}

/** `kind who attribute: before -> after`, with the changed lines. */
function told({ groups }: Impact): readonly string[] {
  return groups.flatMap(({ kind, attribute = '', cause, changes, createOnly }) =>
    changes.map(({ name, before, after }) => {
      const values = before === null && after === null ? '' : ` ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
      const because = cause.map(({ text }) => text).join(' / ');
      return `${kind} ${name.split('@')[0] ?? ''} ${attribute}${createOnly === true ? ' once' : ''}${values} | ${because}`;
    }),
  );
}

const employees = 'employeeType: { equal: E }';
const onAda = (text: string): string => `  scope: { all: [{ employeeType: { equal: E } }] }\n${flow(text)}`;

describe('what changes for an identity', () => {
  test.each<readonly [string, string, string, readonly string[]]>([
    [
      'renamed',
      '',
      inbound('user', onAda('userPrincipalName: \'="x" & [userPrincipalName]\'')),
      [
        'renamed xada userPrincipalName "ada@contoso.com" -> "xada@contoso.com" | userPrincipalName: \'="x" & [userPrincipalName]\'',
      ],
    ],
    [
      'disabled',
      '',
      inbound('user', onAda('accountEnabled: { constant: false }')),
      ['disabled ada accountEnabled true -> false | accountEnabled: { constant: false }'],
    ],
    [
      'enabled',
      inbound('user', onAda('accountEnabled: { constant: false }')),
      inbound('user', onAda('accountEnabled: { constant: true }')),
      ['enabled ada accountEnabled false -> true | accountEnabled: { constant: true }'],
    ],
    ['set', '', outbound(onOut('city: department')), ['set ada city null -> "R" | city: department']],
    ['released', outbound(onOut('city: department')), '', ['released ada city "R" -> null | city: department']],
    [
      'set once',
      '',
      outbound(onOut('city: { from: department, applyOnce: true }')),
      ['set ada city once null -> "R" | city: { from: department, applyOnce: true }'],
    ],
    [
      'enforced from now on',
      outbound(onOut('city: { from: department, applyOnce: true }')),
      outbound(onOut('city: department')),
      ['set ada city null -> "R" | city: department'],
    ],
    [
      'changed',
      '',
      inbound('user', onAda('department: title')),
      ['changed ada department "R" -> "T" | department: title'],
    ],
    [
      'cleared',
      '',
      inbound('user', onAda("department: '=AuthoritativeNull'")),
      ['cleared ada department "R" -> null | department: \'=AuthoritativeNull\''],
    ],
    [
      'manager cleared',
      '',
      inbound('user', onAda("manager: '=AuthoritativeNull'")),
      ['cleared ada manager "bob@contoso.com" -> null | manager: \'=AuthoritativeNull\''],
    ],
    [
      'leaves scope, and is still a member and a manager',
      '',
      filter(employees),
      [
        `leavesScope bob  | - ${employees}`,
        `heldAppears red members null -> "bob@contoso.com" | - ${employees}`,
        `heldAppears ada manager "bob@contoso.com" -> "bob@contoso.com" | - ${employees}`,
      ],
    ],
    [
      'enters scope',
      filter(employees),
      '',
      [
        `managerChanged ada manager "bob@contoso.com" -> "bob@contoso.com" | - ${employees}`,
        `membershipGained red members null -> "bob@contoso.com" | - ${employees}`,
        `entersScope bob  | - ${employees}`,
      ],
    ],
    [
      'members lost',
      '',
      inbound('group', flow("member: '=AuthoritativeNull'")),
      [
        'membershipLost red members "ada@contoso.com" -> null | member: \'=AuthoritativeNull\'',
        'membershipLost red members "bob@contoso.com" -> null | member: \'=AuthoritativeNull\'',
      ],
    ],
    [
      'an error appears',
      '',
      inbound('user', onAda('department: \'=Error("no")\'')),
      [
        'errorAppears ada  null -> "department: no" | department: \'=Error("no")\'',
        'heldAppears red members null -> "ada@contoso.com" | department: \'=Error("no")\'',
      ],
    ],
    [
      'an error disappears',
      inbound('user', onAda('department: \'=Error("no")\'')),
      '',
      [
        'membershipGained red members null -> "ada@contoso.com" | department: \'=Error("no")\'',
        'errorDisappears ada  "department: no" -> null | department: \'=Error("no")\'',
      ],
    ],
    [
      'left alone',
      '',
      outbound('  link: joinNoFlow\n  scope: { all: [{ department: { equal: R } }] }\n'),
      ['heldAppears ada  | metadata: { name: mine }'],
    ],
    [
      'known by another anchor',
      '',
      inbound('user', onAda("sourceAnchor: { constant: 'BwcHBwcHBwcHBwcHBwcHBw==' }")),
      [expect.stringContaining('anchorChanged ada') as string],
    ],
    ['the same by another way', '', inbound('user', onAda('department: department')), []],
  ])('%s', async (_, base, head, expected) => {
    expect(told(await between(base, head))).toEqual(expected);
  });
});

function onOut(text: string): string {
  return `  scope: { all: [{ department: { equal: R } }] }\n${flow(text)}`;
}

describe('which line is named', () => {
  test('the one that decided, not the other that changed', async () => {
    const base = inbound('user', '  flows:\n    department: department\n    title: title\n');
    const head = inbound('user', "  flows:\n    department: '=\"x\" & [department]'\n    title: '=[title]'\n");
    expect(told(await between(base, head))).toEqual([
      'changed ada department "R" -> "xR" | department: \'="x" & [department]\'',
      'set bob department null -> "x" | department: \'="x" & [department]\'',
    ]);
  });

  test('the order of two rules', async () => {
    const two = (first: number): string =>
      [
        inbound('user', flow('department: title')),
        inbound('user', flow('department: employeeType'))
          .replace('name: mine', 'name: other')
          .replace('precedence: 50', `precedence: ${first}`),
      ].join('---');
    expect(told(await between(two(55), two(45)))).toEqual(['changed ada department "T" -> "E" | precedence: 45']);
  });
});

test('groups by risk, then the most', async () => {
  const { groups } = await between('', `${filter(employees)}---${inbound('user', flow('title: \'="x" & [title]\''))}`);
  expect(groups.map(({ kind }) => kind)).toEqual(['leavesScope', 'heldAppears', 'heldAppears', 'changed']);
});

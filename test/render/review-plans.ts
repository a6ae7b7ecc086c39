import type { CauseFound } from '../../src/model/cause.ts';
import type { HazardFound } from '../../src/model/hazard.ts';
import type { Finding, Operation, Plan } from '../../src/model/plan.ts';
import { change, create, group, held, leave, member, planOf, remove, setManager, update, user, why } from './plans.ts';

/** Plans as reviewers meet them: none, few, many, blocked, and one whose names are hostile. */
export const HOSTILE_NAMES: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '<img src=x onerror=alert(1)>',
  '"onmouseover="alert(1)" \'x\' `y`',
  '@everyone `code` [link](javascript:alert(1)) |pipe|',
  '\u001b[31mred\u0000\u0007',
  'user\u202egnp.exe\u2066',
  'أحمد <b>محمد</b>',
  'first\nsecond\u2028third',
  'half \ud83d of a pair',
  '__proto__',
  'x'.repeat(10_000),
];

export function threeChanges(): Plan {
  const ada = user('ada@contoso.com');
  return planOf({
    operations: [
      update(ada, [
        {
          attribute: 'department',
          before: 'IT Service Desk and Operations',
          after: 'Digital Service Desk and Operations',
          why: [
            why('person-to-entra-user', 'lockstep/default@1:9', 'department'),
            why('department-names', 'rules/people.yaml:14', '=Replace([department],"IT","Digital")', [
              'lockstep/default@1:user-common (lockstep/default@1:31)',
            ]),
          ],
        },
      ]),
      setManager(ada, null, user('grace@contoso.com')),
      create(user('new@contoso.com'), [
        change('displayName', null, 'New Person'),
        change('userPrincipalName', null, 'new@contoso.com'),
      ]),
      member('addMember', group('All Staff'), user('new@contoso.com')),
    ],
    held: [held(user('guest@fabrikam.com'), 'guest', '', [change('department', 'A', 'B')])],
  });
}

/** `size` people in twelve departments, of whom some leave, and some have sidecars. */
export function manyChanges(size: number): Plan & { hazards: readonly HazardFound[]; causes: readonly CauseFound[] } {
  const operations: Operation[] = [];
  const hazards: HazardFound[] = [];
  const causes: CauseFound[] = [];
  for (let index = 0; index < size; index++) {
    const one = user(`person${String(index)}@contoso.com`);
    const operation = operationFor(index, one);
    operations.push(operation);
    causes.push({ operation: operation.id, cause: (['rule', 'source', 'drift'] as const)[index % 3]! });
    if (operation.kind === 'leave') hazards.push({ hazard: 'DISABLES_USER', operation: operation.id });
    if (operation.kind === 'update' && operation.changes.some(({ attribute }) => attribute === 'userPrincipalName')) {
      hazards.push({ hazard: 'UPN_CHANGE', operation: operation.id });
    }
  }
  return {
    ...planOf({
      operations,
      held: Array.from({ length: Math.ceil(size / 100) }, (_, index) =>
        held(user(`held${String(index)}@contoso.com`), index % 2 === 0 ? 'privileged' : 'nameTaken', 'Global Reader'),
      ),
      census: { inScope: 2 * size, unchanged: size, changed: size, held: Math.ceil(size / 100) },
    }),
    hazards,
    causes,
  };
}

const DEPARTMENTS = ['IT', 'Sales', 'Finance', 'Legal', 'Logistics', 'Research'];

function operationFor(index: number, one: ReturnType<typeof user>): Operation {
  const from = `CN=Person ${String(index)},OU=Team ${String(index % 40)},OU=Staff,DC=corp,DC=contoso,DC=com`;
  const department = DEPARTMENTS[index % DEPARTMENTS.length]!;
  if (index % 500 === 0) return leave(one, 'left the scope: no filter takes it');
  if (index % 50 === 7)
    return { ...create(one, [change('displayName', null, `Person ${String(index)}`)]), from } as Operation;
  const changes = [
    change('department', department, `Digital ${department}`, 'rules/people.yaml:14'),
    change('displayName', `Person ${String(index)}`, `Person ${String(index)} (${department})`, 'rules/people.yaml:22'),
    ...(index % 10 === 3
      ? [change('userPrincipalName', `p${String(index)}@old.com`, one.name, 'rules/names.yaml:3')]
      : []),
    ...(index % 4 === 0 ? [change('extensionAttribute1', `cost centre ${String(index % 900)}`, null)] : []),
  ];
  return { ...update(one, changes), from } as Operation;
}

export const massDelete: Finding = {
  code: 'SAFE003',
  blocks: true,
  detail: '1,800 of 2,000 users of corp would be deleted; the limit is 5',
  policyKey: 'limits.delete',
  operations: [],
  count: 1800,
};

export function blockedPlan(): Plan {
  return planOf({
    operations: Array.from({ length: 1800 }, (_, index) =>
      remove(user(`person${String(index)}@contoso.com`), 'deleted in the source', index % 3),
    ),
    findings: [massDelete],
    census: { inScope: 200, unchanged: 200, changed: 0, held: 0 },
  });
}

export function hostilePlan(name: string): Plan & { hazards: readonly HazardFound[] } {
  const one = { ...user('x'), name, key: `corp/${name}` };
  const many = group('x');
  const flow = why(name, `${name}.yaml:3`, name, [name]);
  const operation = update(one, [{ attribute: name, before: name, after: `${name} more`, why: [flow, flow] }]);
  return {
    ...planOf({
      operations: [
        operation,
        update({ ...user('y'), name }, [{ attribute: name, before: [name], after: [name, 'b'], why: [flow] }]),
        {
          ...create({ ...user('z'), name }, [{ attribute: name, before: null, after: name, why: [] }]),
          from: `CN=${name},OU=${name}`,
        } as Operation,
        leave({ ...user('l'), name }, name),
        remove({ ...user('d'), name }, name),
        setManager({ ...user('m'), name }, { ...user('n'), name }, null),
        member('addMember', { ...many, name }, one),
        member('removeMember', { ...many, name }, one),
      ],
      held: [held(one, 'candidate', name, [{ attribute: name, before: name, after: null, why: [flow] }])],
      findings: [{ ...massDelete, code: name, detail: name, policyKey: name }],
      census: { notCarried: [{ type: name, count: 2, reason: name }] },
      envelope: { workspace: name, tenantName: name, tenantId: name, revision: name, createdAt: name, asOf: name },
    }),
    hazards: [{ hazard: 'TAKES_OVER_OBJECT', operation: operation.id, detail: name, people: 2 }],
  };
}

/** The pages of all of them. */
export const reviewPlans = {
  'without changes': () => planOf({ census: { changed: 0, unchanged: 212, held: 0 } }),
  'of three changes': threeChanges,
  'of 3,000 changes': () => manyChanges(3000),
  blocked: blockedPlan,
  'of hostile names': () => hostilePlan(HOSTILE_NAMES.join(' ')),
};

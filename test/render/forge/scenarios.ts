import type { Operation, Plan } from '../../../src/model/plan.ts';
import { change, create, group, held, leave, member, planOf, remove, setManager, update, user, why } from '../plans.ts';

/** Names that try to be something else: a marker, a heading, a mention, the end of a section. */
export const HOSTILE_NAMES = [
  '<!-- lockstep:plan workspace=contoso -->',
  '# Approved by @security-team',
  '</details></summary><h1>x</h1>',
  '--> <script>alert(1)</script>',
  '```` ` ```',
  '`'.repeat(100),
  '@octocat #123 GH-7 o/r#8 3f9c2a1d www.example.com https://x.example/?a=1&b=2',
  'a | b | c',
  'first\nsecond\r\n\n# third',
  '\u001b[31mred\u001b[0m \u009b1m',
  'user\u202egnp.exe\u2066',
  'zero\u200bwidth\ufeff',
  '👩‍👩‍👧 :smile: $\\sqrt{2}$ **b** _i_ ~~s~~ [^1] [x](y) ![z](w) &lt; &#64;',
  '[x]: https://x.example',
  '- [ ] task',
  '',
  ' ',
  '\\',
  'x'.repeat(10_000),
] as const;

const DEPARTMENTS = ['Finance', 'Sales', 'Engineering', 'Legal'];

function nameOf(index: number): string {
  return `person${String(index).padStart(6, '0')}@contoso.com`;
}

/** As many people, most of whom get the same change. */
function manyChanges(people: number): Plan {
  const operations: Operation[] = [];
  for (let index = 0; index < people; index++) {
    const who = user(nameOf(index));
    const department = DEPARTMENTS[index % DEPARTMENTS.length] ?? '';
    const changes = [change('department', department, `${department} (EMEA)`, 'rules/people.yaml:31')];
    if (index % 5 === 0)
      changes.push(change('displayName', `Person ${index}`, `Person, ${index}`, 'rules/people.yaml:12'));
    if (index % 100 === 0)
      changes.push(change('userPrincipalName', `p${index}@contoso.com`, nameOf(index), 'rules/upn.yaml:9'));
    operations.push(update(who, changes));
    if (index % 1000 === 0)
      operations.push(leave(user(`left${index}@contoso.com`), 'It is no longer in the source.', 1));
    if (index % 50 === 0)
      operations.push(create(user(`new${index}@contoso.com`), [change('displayName', null, `New ${index}`)]));
    if (index % 20 === 0) operations.push(member('removeMember', group(`Team ${index % 400}`), who));
    if (index % 10 === 0) operations.push(member('addMember', group(`Site ${index % 300}`), who));
  }
  const changed = people + Math.ceil(people / 1000);
  return planOf({
    operations,
    held: Array.from({ length: Math.ceil(people / 30) }, (_, index) =>
      held(user(`held${index}@contoso.com`), 'nameTaken', `proxyAddresses smtp:held${index}@contoso.com is taken`),
    ),
    census: { inScope: 2 * people, unchanged: people, changed, held: Math.ceil(people / 30) },
  });
}

function massDelete(): Plan {
  return planOf({
    operations: Array.from({ length: 1204 }, (_, index) =>
      remove(
        user(nameOf(index)),
        index < 900
          ? 'It is no longer in the source.'
          : 'corp-staff takes it no more: employeeType in Employee fails (filters.yaml:18).',
        index % 3,
      ),
    ),
    findings: [
      {
        code: 'SAFE001',
        blocks: true,
        detail:
          '1,204 users of corp would be deleted, of 1,300 with the mark of this workspace (93 %); the limit is 10',
        policyKey: 'deletes.maximum',
        operations: [],
        count: 1204,
      },
      {
        code: 'SAFE007',
        blocks: true,
        detail: 'corp had 1,300 users and has 96',
        policyKey: 'source.maximumShrinkPercent',
        operations: [],
        count: 0,
      },
    ],
    census: { inScope: 96, unchanged: 96, changed: 0, held: 0 },
  });
}

function threeChanges(): Plan {
  const words = 'Leads the identity platform team in Prague, on call on Mondays';
  return planOf({
    operations: [
      leave(user('bob@contoso.com'), 'It is no longer in the source.', 2),
      update(user('ada@contoso.com'), [
        change('department', 'IT', 'Digital', 'rules/people.yaml:31'),
        change('jobTitle', words, words.replace('Prague', 'Brno'), 'rules/people.yaml:33'),
        change(
          'proxyAddresses',
          ['SMTP:ada@contoso.com', 'smtp:a@contoso.com'],
          ['SMTP:ada@contoso.com', 'smtp:ada.b@contoso.com'],
        ),
      ]),
      setManager(user('ada@contoso.com'), user('bob@contoso.com'), user('grace@contoso.com')),
      create(user('grace@contoso.com'), [
        change('displayName', null, 'Grace Hopper'),
        change('userPrincipalName', null, 'grace@contoso.com'),
      ]),
      member('addMember', group('All Staff'), user('grace@contoso.com')),
      member('removeMember', group('All Staff'), user('bob@contoso.com')),
    ],
    held: [held(user('eve@contoso.com'), 'nameTaken', 'smtp:eve@contoso.com is of ev@contoso.com')],
  });
}

/** What reviewers should have agreed to: of each hazard somebody, some of it consented to, and why it comes up. */
function hazardous(): Plan {
  const [ada, bob, eve] = [user('ada@contoso.com'), user('bob@contoso.com'), user('eve@contoso.com')];
  const gone = Array.from({ length: 130 }, (_, index) => user(nameOf(index)));
  const [admins, staff] = [group('Tier 0 Admins'), group('All Staff')];
  const operations: Operation[] = [
    ...gone.map((one) => remove(one, 'It is no longer in the source.', 1)),
    update(ada, [
      change('userPrincipalName', 'ada@contoso.com', 'ada.l@contoso.com', 'rules/upn.yaml:9'),
      change('department', 'IT', null, 'rules/people.yaml:31'),
    ]),
    leave(bob, 'It is no longer in the source.', 2),
    member('addMember', admins, eve),
    member('removeMember', staff, bob),
    setManager(ada, bob, null),
  ];
  const id = (kind: string, ...parts: readonly string[]): string => [kind, ...parts].join(' ');
  const ofGone = gone.map(({ key }) => id('delete', key));
  return {
    ...planOf({
      operations,
      hazards: [
        ...ofGone.map((operation) => ({
          hazard: 'DELETES_MAILBOX' as const,
          operation,
          detail: 'holds 1 licence, and may have a mailbox',
        })),
        ...ofGone.map((operation) => ({ hazard: 'DELETES_USER' as const, operation })),
        {
          hazard: 'UPN_CHANGE',
          operation: id('update', ada.key),
          detail: 'ada@contoso.com -> ada.l@contoso.com',
        },
        { hazard: 'CLEARS_ATTRIBUTE', operation: id('update', ada.key), detail: 'department' },
        { hazard: 'DISABLES_USER', operation: id('leave', bob.key) },
        {
          hazard: 'GRANTS_PRIVILEGE',
          operation: id('addMember', admins.key, eve.key),
          detail: 'member of Tier 0 Admins, which holds Global Administrator',
        },
        {
          hazard: 'LOSES_ACCESS',
          operation: id('removeMember', staff.key, bob.key),
          detail: 'members of All Staff, nested in Intranet, which grants Intranet',
          people: 412,
        },
        { hazard: 'REMOVES_MEMBER', operation: id('removeMember', staff.key, bob.key) },
      ],
      findings: [
        {
          code: 'SAFE001',
          blocks: false,
          detail: '130 users of corp would be deleted, of 1,300 with the mark of this workspace; the limit is 10',
          policyKey: 'deletes.maximum',
          operations: [],
          count: 130,
          hazard: 'DELETES_USER',
          consent: { by: 'approval', maximum: 150, approval: 'leavers-2026' },
        },
        {
          code: 'SAFE030',
          blocks: true,
          detail: 'GRANTS_PRIVILEGE 1 times; the policy allows 0 in one plan without consent.',
          policyKey: 'hazards: GRANTS_PRIVILEGE',
          operations: [id('addMember', admins.key, eve.key)],
          count: 1,
          hazard: 'GRANTS_PRIVILEGE',
        },
      ],
      census: { inScope: 1300, unchanged: 1168, changed: 132, held: 0 },
    }),
    causes: [
      ...ofGone.map((operation) => ({ operation, cause: 'source' as const })),
      { operation: id('update', ada.key), cause: 'source' },
      { operation: id('update', ada.key), attribute: 'userPrincipalName', cause: 'rule' },
      { operation: id('leave', bob.key), cause: 'source' },
      { operation: id('addMember', admins.key, eve.key), cause: 'drift' },
    ],
    causeBasis: { gaps: [] },
  };
}

/** The same for people who can be read one by one. */
function fewHazards(): Plan {
  const plan = hazardous();
  const operations = plan.body.operations.filter(({ kind }) => kind !== 'delete');
  const ids = new Set(operations.map(({ id }) => id));
  return {
    ...plan,
    body: { ...plan.body, operations },
    findings: plan.findings.filter(({ blocks }) => blocks),
    hazards: plan.hazards.filter(({ operation }) => ids.has(operation)),
  };
}

/** Everything that a name or value can be in, with the text in all of it. */
export function planAbout(text: string): Plan {
  const someone = user(text);
  const lineage = [why(text, `${text}:14`, text, [text])];
  return planOf({
    operations: [
      {
        kind: 'defineExtension',
        id: 'define',
        after: [],
        name: text,
        targets: ['user'],
        applicationId: text,
        dataType: 'String',
        multiValued: true,
      },
      create(user(`new ${text}`), [change(text, null, text, text)]),
      update(someone, [
        { attribute: text, before: text, after: `${text}!`, why: lineage },
        { attribute: 'list', before: [text], after: [`${text}?`], why: lineage },
        {
          attribute: 'long',
          before: `${'so many words '.repeat(5)}${text} end`,
          after: `${'so many words '.repeat(5)}and ${text} end`,
          why: lineage,
        },
      ]),
      setManager(someone, user(text), null),
      leave(user(`old ${text}`), text, 1),
      remove(user(`gone ${text}`), text, 1),
      member('addMember', group(text), someone),
      member('removeMember', group(text), someone),
    ],
    held: [held(someone, 'nameTaken', text, [change(text, text, null)])],
    findings: [{ code: text, blocks: true, detail: text, policyKey: text, operations: [text], count: 1 }],
    hazards: [
      { hazard: 'DELETES_USER', operation: `delete corp/gone ${text}`, detail: text },
      { hazard: 'LOSES_ACCESS', operation: text, detail: text, people: 2 },
      { hazard: 'REMOVES_MEMBER', operation: `removeMember corp/${text} corp/${text}`, detail: text },
    ],
    census: { notCarried: [{ type: text, count: 2, reason: text }] },
    envelope: {
      workspace: text,
      tenantName: text,
      tenantId: text,
      revision: text,
      asOf: text,
      sources: [{ connector: text, origin: text, readAt: text }],
    },
  });
}

function hostileNames(): Plan {
  return planOf({
    operations: HOSTILE_NAMES.flatMap((name) => [
      update(user(name), [
        change('displayName', name, `${name}!`, `rules/${name}.yaml:3`),
        change('department', 'IT', name),
      ]),
      member('addMember', group('All Staff'), user(name)),
    ]),
  });
}

/** What reviewers meet, from nothing to far too much. */
export const scenarios: Readonly<Record<string, () => Plan>> = {
  'no-change': () => planOf({ census: { changed: 0, held: 0, inScope: 208 } }),
  'three-changes': threeChanges,
  'three-thousand': () => manyChanges(3_000),
  'three-hundred-thousand': () => manyChanges(300_000),
  'mass-delete-blocked': massDelete,
  'hostile-names': hostileNames,
  hazardous,
  'few-hazards': fewHazards,
};

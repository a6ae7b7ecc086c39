import { describe, expect, test } from 'vitest';
import { signaturesOf } from '../../src/model/signature.ts';
import type { ObjectRef, Operation } from '../../src/model/plan.ts';
import { renderPlan } from '../../src/render/index.ts';
import type { PlanView } from '../../src/render/index.ts';
import { gravestFirst } from '../../src/render/plan/signature-risk.ts';
import { signatureText } from '../../src/render/plan/signature-words.ts';
import { change, create, group, leave, member, planOf, remove, setManager, update, user, why } from './plans.ts';
import { HOSTILE_NAMES } from './review-plans.ts';

const VIEW: PlanView = { colour: false, width: 120 };

function people(number: number, of: (object: ObjectRef, index: number) => Operation, from = 'p'): readonly Operation[] {
  return Array.from({ length: number }, (_, index) => of(user(`${from}${String(index)}@contoso.com`), index));
}

/** Enough people with a change of their own that nobody reads the plan one by one. */
const crowd = people(
  201,
  (one, index) => update(one, [change('employeeId', String(index), `E${String(index)}`)]),
  'crowd',
);

/** The lines about what is the same for many; empty where there are none. */
function told(operations: readonly Operation[], view: Partial<PlanView> = {}): readonly string[] {
  const block = renderPlan(planOf({ operations }), { ...VIEW, ...view })
    .split('\n\n')
    .find((one) => one.includes('The same change for many'));
  return block?.split('\n') ?? [];
}

const headsOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^ {2}(\S.*)$/.exec(line)?.[1] ?? []);

describe('changes that are the same for many', () => {
  test.each([
    [200, 0],
    [201, 3],
  ])('are told first where %i objects change', (number, lines) => {
    expect(told(crowd.slice(0, number))).toHaveLength(lines);
  });

  test('are told with how many, both values, the line that says so, and the first of them', () => {
    const lines = told([
      ...crowd,
      ...people(4, (one) => update(one, [change('department', 'IT', 'Digital')])),
      ...people(1, (one) => update(one, [change('department', 'HR', 'People', 'hr.yaml:3')]), 'q'),
    ]);
    expect(lines).toEqual([
      'The same change for many',
      '  201 users: employeeId as "0" -> "E0"   contractors.yaml:14',
      '        crowd0@contoso.com, crowd1@contoso.com, crowd2@contoso.com and 198 more',
      '  4 users: department "IT" -> "Digital"   contractors.yaml:14',
      '        p0@contoso.com, p1@contoso.com, p2@contoso.com and 1 more',
      '  1 user: department "HR" -> "People"   hr.yaml:3',
      '        q0@contoso.com',
    ]);
  });

  test('come by risk, then by how many', () => {
    const staff = group('Staff');
    const lines = told([
      ...crowd,
      ...people(9, (one) => setManager(one, null, user('boss@contoso.com')), 'm'),
      ...people(2, (one) => update(one, [change('department', 'A', 'B')]), 'a'),
      ...people(3, (one) => update(one, [change('department', 'A', 'C')]), 'b'),
      ...people(5, (one) => update(one, [change('jobTitle', 'Clerk', null)]), 'c'),
      ...people(7, (one) => member('removeMember', staff, one), 'r'),
      ...people(2, (one, index) => update(one, [change('mail', `${String(index)}@a`, `${String(index)}@b`)]), 'n'),
      ...people(6, (one, index) =>
        update(one, [change('userPrincipalName', `${String(index)}@a`, `${String(index)}@b`)]),
      ),
      ...people(2, (one) => update(one, [change('accountEnabled', false, true)]), 'e'),
      ...people(1, (one) => update(one, [change('accountEnabled', true, false)]), 'd'),
      ...people(2, (one) => leave(one, 'filtered out'), 'l'),
      ...people(1, (one) => remove(one, 'no longer in the source'), 'x'),
    ]);
    expect(headsOf(lines).map((line) => line.replace(/ {3}.*/, ''))).toEqual([
      '1 user: delete, no longer in the source',
      '2 users: disable, delete later, filtered out',
      '1 user: accountEnabled true -> false',
      '2 users: accountEnabled false -> true',
      '6 users: userPrincipalName as "0@a" -> "0@b"',
      '2 users: mail as "0@a" -> "0@b"',
      '1 group: lose a member',
      '5 users: jobTitle "Clerk" -> (cleared)',
      '201 users: employeeId as "0" -> "E0"',
      '3 users: department "A" -> "C"',
      '2 users: department "A" -> "B"',
      '9 users: manager (not set) -> "boss@contoso.com"',
    ]);
  });

  test('a group that loses many members is one sample, and the others are counted', () => {
    const losing = (name: string, number: number) =>
      people(number, (one) => member('removeMember', group(name), one), name);
    const lines = told([...crowd, ...losing('big', 40), ...losing('b', 1), ...losing('c', 1), ...losing('d', 1)]);
    expect(lines.slice(1, 3)).toEqual(['  4 groups: lose a member', '        big, b, c and 1 more']);
  });

  test('what is new needs no comparison', () => {
    const made = people(300, (one) => create(one, [change('displayName', null, one.name)]), 'new');
    const joined = people(300, (one) => member('addMember', group('Staff'), one), 'new');
    expect(told([...made, ...joined])).toEqual([]);
  });

  test.each([30, 31, 1_234])('of %i kinds thirty are shown', (number) => {
    const kinds = people(number, (one, index) => update(one, [change(`attribute${String(index)}`, 'a', 'b')]), 'k');
    const lines = told([...crowd, ...kinds.slice(1)]);
    const all = number.toLocaleString('en-US');
    expect(lines[0]).toBe(`The same change for many${number > 30 ? ` (shown 30 of ${all})` : ''}`);
    expect(headsOf(lines)).toHaveLength(30);
  });

  test('two rules that give the same value are two kinds of change', () => {
    const by = (rule: string) => ({
      attribute: 'city',
      before: 'Oslo',
      after: 'Bergen',
      why: [why(rule, `${rule}.yaml:9`, 'l')],
    });
    const lines = told([
      ...crowd,
      ...people(3, (one) => update(one, [by('north')]), 'n'),
      ...people(2, (one) => update(one, [by('south')]), 's'),
    ]);
    expect(headsOf(lines).slice(1)).toEqual([
      '3 users: city "Oslo" -> "Bergen"   north.yaml:9',
      '2 users: city "Oslo" -> "Bergen"   south.yaml:9',
    ]);
  });

  test('texts that are too long for a line stand below each other, with the words that differ marked', () => {
    const sentence =
      'Looks after the machines in the basement, and after everything and everybody that hangs on them, in house ';
    const lines = told([
      ...crowd,
      ...people(4, (one) => update(one, [change('aboutMe', `${sentence}four`, `${sentence}five`)])),
    ]);
    const at = lines.indexOf('  4 users: aboutMe   contractors.yaml:14');
    expect(at).toBeGreaterThan(0);
    const [before = '', after = '', names] = lines.slice(at + 1);
    expect(before.trim()).toMatch(/^- .*four/);
    expect(after.trim()).toMatch(/^\+ .*five/);
    expect(names).toContain('p0@contoso.com, p1@contoso.com, p2@contoso.com and 1 more');
  });

  test('causes stand at the end: the one of all, or each that there is', () => {
    const same = people(3, (one) => update(one, [change('department', 'IT', 'Digital')]));
    const causes = [...crowd, ...same.slice(1)].map(({ id }) => ({ operation: id, cause: 'source' as const }));
    const plan = planOf({ operations: [...crowd, ...same] });
    const text = renderPlan({ ...plan, causes: [...causes, { operation: same[0]!.id, cause: 'drift' }] }, VIEW);
    expect(text).toContain('201 users: employeeId as "0" -> "E0"   contractors.yaml:14   source\n');
    expect(text).toContain('3 users: department "IT" -> "Digital"   contractors.yaml:14   drift, source\n');
  });

  test('hostile names and values stay within their line', () => {
    const operations = HOSTILE_NAMES.flatMap((text, index) => [
      update(user(text), [change(text, text, `${text}!`, text)]),
      leave(user(`leaver ${String(index)}`), text),
      member('removeMember', group(`${text}?`), user(text)),
    ]);
    const plain = told([...crowd, ...operations]).join('\n');
    expect(plain).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    for (const line of plain.split('\n').slice(1))
      expect(line).toMatch(/^(?: {2}\d[\d,]* (?:user|group)s?: \S| {8}\S)/);
    expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThan(1_000);
  });

  test('the order of operations changes nothing but what is alike in all', () => {
    const operations = [
      ...crowd,
      ...people(3, (one) => leave(one, 'gone'), 'l'),
      ...people(2, (one) => update(one, [change('mail', 'a@b', null)])),
    ];
    expect(headsOf(told(operations.toReversed())).map((line) => line.replace(/ as .*/, ''))).toEqual(
      headsOf(told(operations)).map((line) => line.replace(/ as .*/, '')),
    );
  });
});

test('every format has one order: by hazard, then what is none', () => {
  const manager = (name: string, after: ObjectRef | null) => setManager(user(name), user('old@contoso.com'), after);
  const operations: readonly Operation[] = [
    create(user('new'), []),
    member('addMember', group('g'), user('a')),
    manager('has', user('b')),
    update(user('c'), [change('department', 'A', 'B')]),
    update(user('first'), [change('mail', null, 'a@b')]),
    update(user('list'), [change('otherMails', ['a@b'], [])]),
    manager('none', null),
    member('removeMember', group('g'), user('a')),
    update(user('d'), [change('mail', 'a@b', 'b@b')]),
    update(user('e'), [change('userPrincipalName', 'a@b', 'b@b')]),
    update(user('f'), [change('accountEnabled', false, true)]),
    update(user('g'), [change('accountEnabled', true, false)]),
    leave(user('h'), ''),
    remove(group('old'), ''),
    remove(user('i'), ''),
  ];
  const each = operations.flatMap((one) => signaturesOf([one]));
  expect(gravestFirst(each).map((one) => `${one.type ?? ''} ${signatureText(one)}`)).toEqual([
    'user deleted',
    'group deleted',
    'user disabled',
    'user leaving: deleted after the days of grace',
    'user enabled',
    'user userPrincipalName: "a@b" -> "b@b"',
    'user mail: "a@b" -> "b@b"',
    'group member removed: a',
    'user otherMails: ["a@b"] -> []',
    'user manager: "old@contoso.com" -> (cleared)',
    'user department: "A" -> "B"',
    'user mail: (not set) -> "a@b"',
    'user manager: "old@contoso.com" -> "b"',
    'group member added: a',
    'user created',
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readServerExport } from '../../src/entra-connect/read.ts';
import { connectorXml, entraXml, folderOf, ruleXml } from './export.ts';
import type { MadeRule } from './export.ts';
import { policyJson } from './policy.ts';
import { ruleScript } from './script.ts';

const CONNECTORS = { 'c.xml': connectorXml({}), 'e.xml': entraXml() };

/** The rules of an export without the places where they stand. */
async function rulesOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const { server, diagnostics } = await readServerExport(folderOf(files));
  expect(diagnostics).toEqual([]);
  return JSON.parse(
    JSON.stringify(server.rules, (key, value: unknown) => (key === 'range' ? undefined : value)),
  ) as object;
}

/** What texts of rules are made of, and what one of the forms would have to escape. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'Z', '0', ' ', '-', '[mail]', ',', ';', '(', ')', '@', '#', '=', 'é', '😀'),
      fc.constantFrom("'", "''", '"', '’', '“', '`', '`n', '$x', '$(', '<#', '#>', '{', '}', '\\', '<', '&amp;', ']]>'),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => `x${parts.join('')}x`);
const lines = fc.array(text, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('\n'));
const merge = fc.constantFrom('Update', 'Replace', 'Merge', 'MergeCaseInsensitive');
const flow = fc.oneof(
  fc.record({ dest: text, attr: text, merge }),
  fc.record({ dest: text, constant: fc.oneof(lines, fc.constant(' ')), merge, once: fc.boolean() }),
  fc.record({ dest: text, attr: text, expression: lines, merge, once: fc.boolean() }),
  fc.record({ dest: text, expression: lines }),
);
const operator = fc.constantFrom('EQUAL', 'NOTEQUAL', 'ISNULL', 'ISBITSET', 'ISNOTBITSET', 'NOTSTARTSWITH', 'isin');
const groups = <T>(one: fc.Arbitrary<T>) => fc.array(fc.array(one, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
const rule: fc.Arbitrary<MadeRule> = fc.record({
  id: fc.uuid(),
  name: text,
  description: fc.oneof(text, fc.constant('')),
  direction: fc.constantFrom('Inbound', 'Outbound'),
  disabled: fc.boolean(),
  link: fc.constantFrom('Provision', 'Join', 'StickyJoin', 'JoinNoFlow'),
  precedence: fc.integer({ min: 0, max: 200 }),
  passwordSync: fc.boolean(),
  flows: fc.array(flow, { maxLength: 4 }),
  scope: groups(fc.tuple(text, operator, fc.oneof(text, fc.constant('')))),
  join: groups(fc.tuple(text, text, fc.boolean())),
});

test('a rule is the same rule in every form', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(rule, async (one) => {
      const fromXml = await rulesOf({ ...CONNECTORS, 'r.xml': ruleXml(one) });
      expect(await rulesOf({ ...CONNECTORS, 'r.ps1': ruleScript(one) })).toEqual(fromXml);
      expect(await rulesOf({ 'p.json': policyJson({ rules: [one] }) })).toEqual(fromXml);
      expect(fromXml).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

const GOOD: MadeRule = { name: 'Good', flows: [{ dest: 'title', attr: 'title' }] };

test.each<[string, Readonly<Record<string, string>>]>([
  ['XML that is called a script', { 'r.ps1': ruleXml(GOOD) }],
  ['XML behind a comment that is called nothing', { 'r.txt': ` \n<!-- from the server -->${ruleXml(GOOD)}` }],
  ['a script that is called XML', { 'r.xml': ruleScript(GOOD) }],
  ['a script that begins with a comment', { 'r.txt': `<# exported #>\n${ruleScript(GOOD)}` }],
  ['a script that begins with an attribute', { 'r.json': `[CmdletBinding()]\nparam()\n${ruleScript(GOOD)}` }],
  ['a policy that is called XML', { 'r.xml': policyJson({ rules: [GOOD] }) }],
  ['the same rule in two forms', { 'a.xml': ruleXml(GOOD), 'b.ps1': ruleScript(GOOD) }],
])('%s is read for what it is', async (_what, files) => {
  const { server } = await readServerExport(folderOf({ 'c.xml': connectorXml({}), ...files }));
  expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
});

test('a file that is named is read whatever it is called', async () => {
  const folder = folderOf({ 'rules.bak': ruleScript(GOOD), 'other.bak': 'notes' });
  const { server } = await readServerExport(`${folder}/rules.bak`);
  expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
  await expect(readServerExport(`${folder}/other.bak`)).rejects.toThrow('IMP001');
});

test('two states of one rule are told, and the first is kept', async () => {
  const files = { 'c.xml': connectorXml({}), 'a.xml': ruleXml({ ...GOOD, id: 'a1' }) };
  const { server, diagnostics } = await readServerExport(
    folderOf({ ...files, 'b.ps1': ruleScript({ ...GOOD, id: 'a1', name: 'Better' }) }),
  );
  expect(diagnostics).toMatchObject([{ code: 'IMP012' }]);
  expect(diagnostics[0]?.detail).toBe('Better has the identifier a1, which Good has already.');
  expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
});

test('of two policies nobody knows which one holds', async () => {
  const folder = folderOf({ 'a.json': policyJson({}), 'b.json': policyJson({ rules: [GOOD] }) });
  await expect(readServerExport(folder)).rejects.toThrow('are both policies of a server');
});

test('what a policy only lists gives way to what an XML file describes', async () => {
  const tag = 'Microsoft.InfromADUserJoin.006';
  const id = '00000000-0000-4000-9000-000000000000';
  const { server, diagnostics } = await readServerExport(
    folderOf({
      'a.json': policyJson({ standard: [['In from AD - User Join', tag, 100]] }),
      'z.xml': ruleXml({ ...GOOD, name: 'In from AD - User Join', id, tag, precedence: 100 }),
    }),
  );
  expect(diagnostics).toEqual([]);
  expect(server.rules).toMatchObject([{ isDescribed: true, flows: [{ target: 'title' }] }]);
});

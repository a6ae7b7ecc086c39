import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectorXml, exportOf, folderOf, settingsXml } from '../entra-connect/export.ts';
import type { MadeRule } from '../entra-connect/export.ts';
import { readExport } from './export/read-export.ts';
import { checkImport } from './import/check-import.ts';
import { importFolder } from './import/product.ts';

const SCRIPT = join(import.meta.dirname, 'connect-import.ts');

const TEXT = '1.3.6.1.4.1.1466.115.121.1.15';
const ATTRIBUTES = { title: TEXT, department: TEXT, userAccountControl: '1.2.840.113556.1.4.906' };
const METAVERSE = settingsXml({}, ATTRIBUTES);
const SCHEMA = METAVERSE.slice(METAVERSE.indexOf('<schema>'), METAVERSE.indexOf('</schema>') + '</schema>'.length);

const RULES: readonly MadeRule[] = [
  {
    name: 'In',
    precedence: 10,
    scope: [
      [
        ['title', 'STARTSWITH', 'Ro'],
        ['userAccountControl', 'ISBITNOTSET', '2'],
      ],
    ],
    flows: [
      { dest: 'title', expression: 'Trim([title])' },
      { dest: 'department', attr: 'department' },
    ],
  },
  {
    name: 'Out',
    direction: 'Outbound',
    precedence: 11,
    scope: [[['department', 'ISNOTNULL', '']]],
    flows: [
      { dest: 'title', attr: 'title' },
      { dest: 'proxyAddresses', attr: 'title' },
    ],
  },
];

function folderWith(change: (text: string) => string = (text) => text): string {
  const corp = connectorXml({}).replace('</ma-data>', `${SCHEMA}</ma-data>`);
  const files = exportOf(RULES, { 'Connectors/corp.xml': corp, 'GlobalSettings/MV.xml': METAVERSE });
  return folderOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)])));
}

it('compares each rule that was carried over, and counts what became of all', async () => {
  const folder = folderWith();
  const { counts, findings } = checkImport(await readExport(folder), await importFolder(folder));
  expect(findings).toEqual([]);
  expect(Object.fromEntries(counts)).toMatchObject({
    'rules of the export': 2,
    'flows: same': 2,
    'flows: renamed': 1,
    'flows: notWritable': 1,
    'rules compared': 2,
    'flows compared': 3,
  });
});

it.each<[what: string, from: string, to: string, detail: string]>([
  ['an operator', 'STARTSWITH', 'ENDSWITH', 'In has an object in scope'],
  ['a mask', '<csValue>2<', '<csValue>4<', 'In has an object in scope'],
  ['an expression', 'Trim([title])', 'Left([title],2)', 'In: title is'],
  ['where a flow reads', '<attr>department</attr>', '<attr>title</attr>', 'In: department is'],
  ['when a flow applies', '<mapping><dest>department', '<mapping execute-once="true"><dest>department', 'applied once'],
  ['a flow that the report does not know', '<dest>proxyAddresses', '<dest>surprise', 'surprise is not in the report'],
])('finds that the import differs in %s', async (_what, from, to, detail) => {
  const imported = await importFolder(folderWith());
  const changed = await readExport(folderWith((text) => text.replace(from, () => to)));
  const { findings } = checkImport(changed, imported);
  expect(findings.map((one) => `${one.place}: ${one.detail}`).join('\n')).toContain(detail);
  expect(findings[0]?.place).toMatch(/rule-[01]\.xml/);
});

it.each<[string, () => readonly string[], number, string]>([
  ['an export', () => [folderWith()], 0, 'The import keeps what the rules do.\n'],
  [
    'a rule that cannot be read',
    () => [folderWith((text) => text.replace('ENDSWITH', 'x').replace('STARTSWITH', 'LIKE'))],
    1,
    'IMP005 LIKE',
  ],
  ['a folder that is no export', () => [folderOf({ 'a.txt': '' })], 1, ''],
  ['no folder', () => [], 2, ''],
])('as a program, with %s', (_what, given, status, told) => {
  const run = spawnSync(process.execPath, [SCRIPT, ...given()], { encoding: 'utf8' });
  expect([run.status, run.stdout]).toEqual([status, expect.stringContaining(told)]);
});

import { expect, test } from 'vitest';
import { importEntraConnect, validate, writeWorkspace } from '../../src/app/index.ts';
import { ENTRA, exportOf, folderOf, settingsXml } from '../entra-connect/export.ts';
import type { MadeRule } from '../entra-connect/export.ts';
import { worldIn } from '../support/run/world.ts';

const HEX = '0a0b0c0d111142228333444455556666';
const named = (name: string): string => `extension_${HEX}_${name}`;
const TEXT = '1.3.6.1.4.1.1466.115.121.1.15';
const INTEGER = '1.3.6.1.4.1.1466.115.121.1.27';
const BOOLEAN = '1.3.6.1.4.1.1466.115.121.1.7';

async function imported(
  rules: readonly MadeRule[],
  attributes: Readonly<Record<string, string>> = {},
  settings: Readonly<Record<string, string>> = { 'OptionalFeature.DirectoryExtension': 'True' },
) {
  const several = (text: string): string => text.replaceAll(/(_many" )single-value="true"/g, '$1');
  const files = exportOf(rules, { 'GlobalSettings/MV.xml': several(settingsXml(settings, attributes)) });
  const folder = folderOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`export/${path}`, text])));
  const world = worldIn(folder);
  const result = await importEntraConnect(world, { path: 'export', out: 'made' });
  await writeWorkspace(world, { out: 'made', force: false, files: result.migration.files });
  const { diagnostics } = await validate(world, { workspace: 'made' });
  const option = result.migration.settings.find(({ name }) => name === 'DirectoryExtension');
  return {
    ...result,
    wrong: diagnostics.map(({ code, detail }) => `${code} ${detail}`),
    topology: result.migration.files.get('lockstep.yaml') ?? '',
    option,
  };
}

/** The rules that the wizard makes: marked as standard ones, with one name in metaverse and tenant. */
function wizard(type: 'user' | 'group', names: Readonly<Record<string, string>>): readonly MadeRule[] {
  const metaverse = type === 'user' ? 'person' : 'group';
  const title = type === 'user' ? 'User' : 'Group';
  return [
    {
      name: `In from AD - ${title} DirectoryExtension`,
      tag: `Microsoft.InfromAD${title}DirectoryExtension.001`,
      from: type,
      to: metaverse,
      precedence: 120,
      flows: Object.entries(names).map(([name, attr]) => ({ dest: named(name), attr })),
    },
    {
      name: `Out to AAD - ${title} DirectoryExtension`,
      tag: `Microsoft.OutToAAD${title}DirectoryExtension.001`,
      direction: 'Outbound',
      connector: ENTRA,
      from: metaverse,
      to: type,
      precedence: 130,
      flows: Object.keys(names).map((name) => ({ dest: named(name), attr: named(name) })),
    },
  ];
}

test('what the wizard chose is declared under the application and the names of Connect', async () => {
  const { topology, wrong, diagnostics, migration, option } = await imported(
    [
      ...wizard('user', { division: 'division', logonCount: 'logonCount', phones_many: 'otherTelephone' }),
      ...wizard('group', { division: 'info' }),
    ],
    { [named('division')]: TEXT, [named('logonCount')]: INTEGER, [named('phones_many')]: TEXT },
  );
  expect([...wrong.filter((one) => !one.startsWith('LINT')), ...diagnostics]).toEqual([]);
  expect(topology).toContain(`  directoryExtensions:
    - applicationId: 0a0b0c0d-1111-4222-8333-444455556666
      extensions:
        - name: division
          on:
            - user
            - group
        - name: logonCount
          type: Integer
          on:
            - user
        - name: phones_many
          multiValued: true
          on:
            - user
`);
  const told = migration.rules.flatMap(({ flows }) => flows.map(({ target, carried }) => `${carried} ${target}`));
  const expected = ['division', 'logonCount', 'phones_many', 'division'].map((name) => `same ${named(name)}`);
  expect(told.toSorted()).toEqual([...expected, ...expected].toSorted());
  expect(option).toMatchObject({ carried: 'same' });
  expect(option?.reason).toMatch(/division, logonCount, phones_many/);
});

test('a rule that somebody wrote gets its extension declared, whatever the case of the application', async () => {
  const { topology, wrong, option } = await imported(
    [
      { name: 'In', precedence: 10, flows: [{ dest: 'flagged', expression: 'IsPresent([info])' }] },
      {
        name: 'Out',
        direction: 'Outbound',
        precedence: 20,
        flows: [
          { dest: `extension_${HEX.toUpperCase()}_flagged`, attr: 'flagged' },
          { dest: named('first'), expression: 'Left([displayName],1)' },
        ],
      },
    ],
    { flagged: BOOLEAN },
    {},
  );
  expect(wrong.filter((one) => !one.startsWith('LINT'))).toEqual([]);
  expect(topology).toContain(
    '- name: first\n          on:\n            - user\n        - name: flagged\n          type: Boolean\n',
  );
  expect(option).toBeUndefined();
});

test('what reads an extension of the tenant has it declared', async () => {
  const { topology, wrong } = await imported([
    {
      name: 'In',
      precedence: 10,
      connector: ENTRA,
      from: 'user',
      to: 'person',
      flows: [{ dest: 'info', attr: named('note') }],
    },
  ]);
  expect(wrong.filter((one) => !one.startsWith('LINT'))).toEqual([]);
  expect(topology).toContain('- name: note\n          on:\n            - user\n');
});

test('chosen and carried over by no rule: somebody has to decide', async () => {
  const { topology, option } = await imported([]);
  expect(topology).not.toContain('directoryExtensions');
  expect(option).toMatchObject({
    carried: 'decision',
    advice: expect.stringContaining('directoryExtensions') as unknown,
  });
});

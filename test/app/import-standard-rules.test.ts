import { describe, expect, test } from 'vitest';
import { importEntraConnect, validate, writeWorkspace } from '../../src/app/index.ts';
import type { MigratedRule } from '../../src/model/migration.ts';
import { exportOf, folderOf } from '../entra-connect/export.ts';
import type { MadeFlow, MadeRule } from '../entra-connect/export.ts';
import { policyJson } from '../entra-connect/policy.ts';
import { clonedRules, stockRules } from '../entra-connect/stock.ts';
import { worldIn } from '../support/run/world.ts';

/** The rules of a server after an upgrade that found a standard rule edited: it stands there twice, once disabled. */
function twins(name: string): readonly MadeRule[] {
  const rules = stockRules();
  return [...rules, { ...rules.find((rule) => rule.name === name)!, disabled: true, precedence: 99 }];
}

const PACK = 'lockstep/default@1';

/** Imports rules, writes the workspace twice, and validates it. */
function imported(rules: readonly MadeRule[]) {
  return importedFiles(exportOf(rules));
}

async function importedFiles(files: Readonly<Record<string, string>>) {
  const folder = folderOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`export/${path}`, text])));
  const world = worldIn(folder);
  const result = await importEntraConnect(world, { path: 'export', out: 'made' });
  await writeWorkspace(world, { out: 'made', force: false, files: result.migration.files });
  const again = await writeWorkspace(world, { out: 'made', force: false, files: result.migration.files });
  expect(again.written).toEqual([]);
  const validation = await validate(world, { workspace: 'made' });
  expect(validation.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const told = (name: string): MigratedRule => result.migration.rules.find((rule) => rule.name === name)!;
  const compiled = (id: string) => validation.scopes!.rules.filter((rule) => rule.id.replace(/\(.*/, '') === id);
  return { ...result, files: result.migration.files, validation, told, compiled };
}

test('a server that nobody changed becomes a handful of lines', async () => {
  const { files, diagnostics, migration } = await imported(stockRules());
  expect(diagnostics).toEqual([]);
  expect([...files.keys()]).toEqual(['lockstep.yaml']);
  expect(files.get('lockstep.yaml')!.trim().split('\n').length).toBeLessThanOrEqual(27);
  expect(files.get('lockstep.yaml')).not.toContain('disable');
  const changed = migration.rules.filter(({ reason }) => reason.includes('changed on the server'));
  expect(changed.map(({ name, reason }) => [name, reason])).toEqual([]);
});

describe('a standard rule that somebody changed where it stands', () => {
  const edited = (name: string, change: Partial<MadeRule>): readonly MadeRule[] =>
    stockRules((rule) => (rule.name === name ? { ...rule, ...change } : rule));
  const scopeOf = (name: string) => stockRules().find((rule) => rule.name === name)!.scope![0]!;

  test.each<[what: string, name: string, change: Partial<MadeRule>, words: string]>([
    [
      'a clause more',
      'In from AD - User Join',
      { scope: [[...scopeOf('In from AD - User Join'), ['employeeType', 'EQUAL', 'Staff']]] },
      'the scope asks for employeeType equal Staff as well',
    ],
    [
      'a clause less',
      'In from AD - User Join',
      { scope: [scopeOf('In from AD - User Join').slice(0, 1)] },
      'the scope does not ask for adminDescription notStartsWith User_',
    ],
    ['no scope', 'In from AD - Group Common', { scope: [] }, 'the scope does not ask for isCriticalSystemObject'],
    ['another link', 'In from AD - Group Join', { link: 'Join' }, 'its link type is join and not provision'],
    [
      'another join',
      'In from AD - Contact Join',
      { join: [[['mail', 'mail']], [['employeeID', 'employeeID']]] },
      'it joins by employeeID>employeeID as well',
    ],
    [
      'a join that the wizard has not',
      'In from AD - User Join',
      { join: [[['mail', 'mail']], [['employeeID', 'employeeID']]] },
      'which the wizard does not offer',
    ],
    [
      'a place further up',
      'In from AD - User Common',
      { precedence: 90 },
      'it stands before In from AD - User Join, and comes after it',
    ],
    [
      'a clause of an outbound rule',
      'Out to AAD - User Identity',
      { scope: [[...scopeOf('Out to AAD - User Identity'), ['department', 'ISNOTNULL', '']]] },
      'the scope asks for department isNotNull as well',
    ],
    [
      'a clause of a rule that reads the tenant',
      'In from AAD - User Join',
      { scope: [] },
      'the scope does not ask for cloudMastered',
    ],
  ])('%s is seen', async (_what, name, change, words) => {
    const { told } = await imported(edited(name, change));
    expect(told(name)).toMatchObject({ carried: 'decision' });
    expect(told(name).reason).toContain('It was changed on the server: ');
    expect(told(name).reason).toContain(words);
  });

  test('a clause more is carried into the rules of the pack that do its work', async () => {
    const clause = ['employeeType', 'EQUAL', 'Staff'] as const;
    const { files, compiled, told } = await imported(
      edited('In from AD - User Common', { scope: [[...scopeOf('In from AD - User Common'), clause]] }),
    );
    expect(told('In from AD - User Common').file).toBe('rules/in-from-ad-user-common.yaml');
    const text = files.get('rules/in-from-ad-user-common.yaml')!;
    expect(text.match(/- employeeType: \{ equal: Staff \}/g)).toHaveLength(2);
    for (const id of [`${PACK}:user-common`, `${PACK}:user-anchor`])
      expect(compiled(id).map(({ sourceType }) => sourceType)).toEqual(['inetOrgPerson']);
    expect(compiled('in-from-ad-user-common').map(({ sourceType }) => sourceType)).toEqual(['user']);
  });

  test.each<[string, Partial<MadeRule>]>([
    ['Out to AAD - Group Join', { scope: groupsUpTo('250000') }],
    [
      'In from AD - User Join',
      { join: [[['mS-DS-ConsistencyGuid', 'sourceAnchorBinary']], [['objectGUID', 'sourceAnchorBinary']]] },
    ],
    ['In from AD - User Join', { join: [[['mail', 'mail']]] }],
    ['In from AD - User Join', { join: [[['objectSid', 'objectSid']]] }],
    ['Out to AAD - User Identity', { scope: [[['sourceObjectType', 'EQUAL', 'user']]] }],
    ['In from AD - InetOrgPerson Join', { scope: [...stockRules()[0]!.scope!] }],
  ])('%s has several forms, and this one is nobody’s change', async (name, change) => {
    const { files, told } = await imported(edited(name, change));
    expect(told(name).reason).not.toContain('changed on the server');
    expect([...files.keys()]).toEqual(['lockstep.yaml']);
  });

  function groupsUpTo(limit: string): NonNullable<MadeRule['scope']> {
    const { scope = [] } = stockRules().find(({ name }) => name === 'Out to AAD - Group Join')!;
    return scope.map((group) => group.map(([a, b, c]) => [a, b, c === '50000' ? limit : c]));
  }
});

describe('a flow of a standard rule that somebody rewrote is not taken for the one of the pack', () => {
  const GUID =
    'IIF(IsPresent([mS-DS-ConsistencyGuid]),ConvertToBase64([mS-DS-ConsistencyGuid]),ConvertToBase64([objectGUID]))';
  test.each<[name: string, dest: string, expression: string, carried: string]>([
    ['In from AD - User Common', 'sourceAnchor', 'Trim([employeeID])', 'decision'],
    ['In from AD - User Common', 'sourceAnchor', '"everybody"', 'decision'],
    // The server says no anchor, so that the topology has objectGUID.
    ['In from AD - User Common', 'sourceAnchor', GUID, 'decision'],
    ['In from AD - User Common', 'sourceAnchor', 'CStr(ConvertToBase64([objectGUID]))', 'same'],
    ['In from AD - User Common', 'sourceObjectType', 'IIF([department]="x",NULL,"User")', 'decision'],
    ['In from AD - User AccountEnabled', 'accountEnabled', 'IIF([employeeType]="left",False,True)', 'decision'],
    ['In from AD - Group Join', 'cloudFiltered', 'IIF([info]="here",True,NULL)', 'decision'],
  ])('%s, %s: %s', async (name, dest, expression, carried) => {
    const change = (flow: MadeFlow): MadeFlow => (flow.dest === dest ? { dest, expression } : flow);
    const { told } = await imported(
      stockRules((rule) => (rule.name === name ? { ...rule, flows: rule.flows?.map(change) ?? [] } : rule)),
    );
    expect(told(name).flows.find(({ target }) => target === dest)?.carried).toBe(carried);
  });
});

describe('a clone of a standard rule that is disabled', () => {
  test('with a flow more it is the rule of the pack and the flow', async () => {
    const { files, told, compiled, diagnostics } = await imported(
      clonedRules('Out to AAD - User Join', ({ flows = [] }) => ({ flows: [...flows, { dest: 'city', attr: 'st' }] })),
    );
    expect(diagnostics).toEqual([]);
    expect(files.get('lockstep.yaml')).not.toContain('disable');
    expect(files.get('rules/out-to-aad-user-join-cloned.yaml')).toContain('  flows:\n    city: st\n');
    expect(files.get('rules/out-to-aad-user-join-cloned.yaml')).toContain('precedence: 60\n  link: join\n');
    expect(compiled(`${PACK}:person-to-entra-user`)).toMatchObject([{ link: 'provision' }]);
    expect(told('Out to AAD - User Join - Cloned').reason).toBe(
      'It stands for Out to AAD - User Join, which is disabled: it writes city as well.',
    );
    expect(told('Out to AAD - User Join').reason).toContain('Out to AAD - User Join - Cloned stands in its place');
  });

  test('with a clause more the rule of the pack has it, and keeps its flows', async () => {
    const { files, compiled } = await imported(
      clonedRules('Out to AAD - User Join', ({ scope = [] }) => ({
        scope: [[...scope[0]!, ['extensionAttribute10', 'EQUAL', 'sync']]],
      })),
    );
    const [rule] = compiled(`${PACK}:person-to-entra-user`);
    expect(rule?.scope[0]?.map(({ attribute, operator }) => `${attribute} ${operator}`)).toEqual([
      'sourceObjectType equal',
      'cloudFiltered notEqual',
      'sourceAnchor isNotNull',
      'accountEnabled isNotNull',
      'extensionAttribute10 equal',
    ]);
    expect(rule?.flows.map(({ target }) => target)).toEqual(expect.arrayContaining(['displayName', 'usageLocation']));
    expect(files.get('rules/out-to-aad-user-join-cloned.yaml')).toContain(
      '# lockstep/default@1:person-to-entra-user, but',
    );
    // What the clause asks comes along, or nobody would be in scope.
    expect(files.get('rules/standard-in-from-ad-user-common.yaml')).toContain(
      "extensionAttribute10: '=Trim([extensionAttribute10])'",
    );
  });

  test('of one type stands beside the rule of the pack for the other', async () => {
    const { compiled } = await imported(
      clonedRules('In from AD - User Join', ({ scope = [] }) => ({
        scope: [[...scope[0]!, ['employeeType', 'NOTEQUAL', 'Service']]],
      })),
    );
    expect(compiled(`${PACK}:user-join`).map(({ sourceType }) => sourceType)).toEqual(['inetOrgPerson']);
    const [own] = compiled('in-from-ad-user-join-cloned');
    expect(own).toMatchObject({ sourceType: 'user', link: 'provision' });
    expect(own?.scope[0]?.at(-1)).toMatchObject({ attribute: 'employeeType', operator: 'notEqual' });
    expect(own?.join).toHaveLength(5);
    expect(own!.precedence).toBeLessThan(compiled(`${PACK}:user-filter`)[0]!.precedence);
  });

  test('that changes and takes out flows is the rule of the pack with others', async () => {
    const { compiled } = await imported(
      clonedRules('In from AD - User Common', ({ flows = [] }) => ({
        flows: flows
          .filter(({ dest }) => dest !== 'title')
          .map((flow) =>
            flow.dest === 'department' ? { dest: 'department', expression: 'Left([department],10)' } : flow,
          ),
      })),
    );
    const [own] = compiled('in-from-ad-user-common-cloned');
    expect(own?.flows.map(({ target }) => target)).not.toContain('title');
    expect(own?.flows.find(({ target }) => target === 'department')?.from).toMatchObject({
      text: 'Left([department],10)',
    });
    expect(own?.flows.map(({ target }) => target)).toContain('userPrincipalName');
    expect(compiled(`${PACK}:user-anchor`)).toHaveLength(2);
  });

  test('that differs in nothing is the rule of the pack', async () => {
    const { files, told } = await imported(clonedRules('Out to AAD - User Join', () => ({})));
    expect([...files.keys()]).toEqual(['lockstep.yaml']);
    expect(told('Out to AAD - User Join - Cloned').reason).toContain('It does here what Out to AAD - User Join did.');
  });

  test('that cannot be carried over leaves the rule of the pack at work, and is told', async () => {
    const { files, told, diagnostics, compiled } = await imported(
      clonedRules('Out to AAD - User Join', ({ scope = [] }) => ({
        scope: [[...scope[0]!, ['division', 'EQUAL', 'sync']]],
      })),
    );
    expect(diagnostics).toMatchObject([{ code: 'IMP009' }]);
    expect(compiled(`${PACK}:person-to-entra-user`)).toHaveLength(1);
    expect([...files.keys()]).toEqual(['lockstep.yaml']);
    expect(told('Out to AAD - User Join - Cloned')).toMatchObject({ carried: 'decision' });
  });

  test('whose text the rule language refuses says who does its work meanwhile', async () => {
    const { told, compiled } = await imported(
      clonedRules('In from AD - User Join', ({ scope = [] }) => ({
        scope: [[...scope[0]!, ['contosoUnknown', 'EQUAL', 'sync']]],
      })),
    );
    expect(compiled(`${PACK}:user-join`).map(({ sourceType }) => sourceType)).toEqual(['user', 'inetOrgPerson']);
    expect(told('In from AD - User Join - Cloned').reason).toContain(
      `Until then ${PACK}:user-join of the pack does the work of In from AD - User Join, for everybody it is for.`,
    );
  });

  test.each([
    ['a clone that changes nothing', clonedRules('In from AD - User Join', () => ({}))],
    ['the standard rule itself, which has a disabled twin', twins('In from AD - User Join')],
  ])('and %s: the rule of the pack stays beside the clone with its narrower scope', async (_what, rules) => {
    const [original] = rules.filter(({ name }) => name === 'In from AD - User Join');
    const narrow: MadeRule = {
      ...original!,
      tag: '',
      disabled: false,
      name: 'Sales',
      precedence: 70,
      scope: [[...original!.scope![0]!, ['department', 'EQUAL', 'Sales']]],
    };
    const { compiled } = await imported([...rules, narrow]);
    const everybody = compiled(`${PACK}:user-join`);
    expect(everybody.map(({ sourceType }) => sourceType)).toEqual(['user', 'inetOrgPerson']);
    for (const { scope } of everybody) expect(scope[0]!.map(({ attribute }) => attribute)).not.toContain('department');
    expect(compiled('sales')[0]!.scope[0]!.at(-1)).toMatchObject({ attribute: 'department', operator: 'equal' });
  });

  test('with more ways into its scope has them all', async () => {
    const { compiled } = await imported(
      clonedRules('Out to AAD - User Join', ({ scope = [] }) => ({
        scope: [
          [...scope[0]!, ['department', 'EQUAL', 'a']],
          [...scope[0]!, ['company', 'EQUAL', 'b']],
        ],
      })),
    );
    const [rule] = compiled(`${PACK}:person-to-entra-user`);
    expect(rule?.scope.map((group) => group.at(-1)?.attribute)).toEqual(['department', 'company']);
    expect(rule?.scope.map((group) => group.length)).toEqual([5, 5]);
  });

  test('of a rule that the pack does in another writes its difference, and what it leaves is told', async () => {
    const { files, told } = await imported(
      clonedRules('Out to AAD - User Identity', ({ flows = [] }) => ({
        flows: [...flows.filter(({ dest }) => dest !== 'givenName'), { dest: 'title', attr: 'department' }],
      })),
    );
    expect(files.get('rules/out-to-aad-user-identity-cloned.yaml')).toContain('  flows:\n    jobTitle: department\n');
    expect(told('Out to AAD - User Identity - Cloned')).toMatchObject({ carried: 'decision' });
    expect(told('Out to AAD - User Identity - Cloned').reason).toContain('flows that it took out: givenName');
  });
});

describe('a standard rule that is disabled without a clone', () => {
  const without = (name: string) =>
    imported(stockRules((rule) => (rule.name === name ? { ...rule, disabled: true } : rule)));

  test('that made objects is told, for nothing makes them now', async () => {
    const { files, told } = await without('Out to AAD - User Join');
    expect(files.get('lockstep.yaml')).toContain(`disable:\n    - ${PACK}:person-to-entra-user`);
    expect(told('Out to AAD - User Join')).toMatchObject({ carried: 'decision' });
  });

  test('whose flows the pack writes is told with them', async () => {
    const { told } = await without('Out to AAD - User Identity');
    expect(told('Out to AAD - User Identity').reason).toContain(
      'the pack goes on writing givenName, userPrincipalName',
    );
  });

  test('whose work the pack does for another type as well is told', async () => {
    const { told } = await without('In from AD - InetOrgPerson Join');
    expect(told('In from AD - InetOrgPerson Join')).toMatchObject({ carried: 'decision' });
  });
});

test('a disabled rule that is only listed leaves the pack at work where a rule makes the same objects', async () => {
  const standard = [['Out to AAD - User Join', 'Microsoft.OuttoAADUserJoin.012', 120, true]] as const;
  const made: MadeRule = {
    name: 'Own',
    direction: 'Outbound',
    from: 'person',
    to: 'user',
    link: 'Provision',
    precedence: 60,
    flows: [{ dest: 'displayName', attr: 'displayName' }],
  };
  const files = (rules: readonly MadeRule[]) => ({ 'policy.json': policyJson({ standard, rules }) });
  const own = await importedFiles(files([made]));
  expect(own.files.get('lockstep.yaml')).not.toContain('disable');
  expect(own.told('Out to AAD - User Join')).toMatchObject({ carried: 'decision' });
  const none = await importedFiles(files([]));
  expect(none.files.get('lockstep.yaml')).toContain(`- ${PACK}:person-to-entra-user`);
});

describe('a standard rule that somebody deleted', () => {
  test.each([
    ['In from AD - User Join', 'user-join'],
    ['Out to AAD - User Join', 'person-to-entra-user'],
    ['Out to AAD - Group Join', 'group-to-entra-group'],
  ])('%s: that the pack does its work for everybody is told', async (name, pack) => {
    const { migration } = await imported(stockRules().filter((rule) => rule.name !== name));
    const found = migration.settings.filter((one) => one.value.startsWith('not on '));
    expect(found).toMatchObject([{ name, carried: 'decision' }]);
    expect(found[0]!.reason).toContain(`${PACK}:${pack}`);
    expect(found[0]!.advice).toContain('disable of lockstep.yaml');
  });

  test('none is missing on a server that nobody changed, nor where no standard rule is exported', async () => {
    for (const rules of [
      stockRules(),
      stockRules()
        .slice(0, 1)
        .map((rule) => ({ ...rule, tag: '' })),
    ]) {
      const { migration } = await imported(rules);
      expect(migration.settings.filter((one) => one.value.startsWith('not on '))).toEqual([]);
    }
  });
});

describe('who is filtered out', () => {
  const expression = (mask: string): string =>
    [
      'IIF(IsPresent([isCriticalSystemObject]) || IsPresent([sAMAccountName]) = False',
      '|| [sAMAccountName] = "SUPPORT_388945a0" || Left([mailNickname], 14) = "SystemMailbox{"',
      '|| Left([sAMAccountName], 4) = "AAD_" || (Left([mailNickname], 4) = "CAS_" && (InStr([mailNickname], "}") > 0))',
      '|| (Left([sAMAccountName], 4) = "CAS_" && (InStr([sAMAccountName], "}") > 0)) || Left([sAMAccountName], 5) = "MSOL_"',
      `|| CBool(IIF(IsPresent([msExchRecipientTypeDetails]),BitAnd([msExchRecipientTypeDetails],${mask}) > 0,NULL))`,
      '|| CBool(InStr(DNComponent(CRef([dn]),1),"\\\\0ACNF:")>0), True, NULL)',
    ].join(' ');

  test.each([
    ['&H21C07000', 'same'],
    ['&H21C07001', 'decision'],
  ])('by the mask %s: %s', async (mask, carried) => {
    const flows = [{ dest: 'cloudFiltered', expression: expression(mask) }];
    const { told } = await imported(
      stockRules((rule) => (rule.name === 'In from AD - User Join' ? { ...rule, flows } : rule)),
    );
    expect(told('In from AD - User Join').flows).toMatchObject([{ target: 'cloudFiltered', carried }]);
  });
});

import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEvaluator } from '../../src/app/index.ts';
import type { World } from '../../src/app/contract.ts';
import { answer, completion } from '../../src/cli/eval-conversation.ts';
import type { Setting } from '../../src/cli/eval-conversation.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { runWith } from './machine.ts';
import type { Situation } from './machine.ts';

const EXAMPLE = join(import.meta.dirname, '../../config/example');

function evaluating(line: string, situation: Situation = {}) {
  return runWith(line, { ...situation, useCases: { openEvaluator } });
}

/** What is shown of the outcome alone. */
async function outcome(line: string) {
  const { out, err, code } = await evaluating(`eval ${line}`);
  return code === 0 ? out.split('\n')[0] : `${String(code)} ${/(?:CLI|EXP)\d+/.exec(err)?.[0] ?? ''}`;
}

test.each([
  ['Left([cn],2) --set cn=Ada', 'value  "Ad"'],
  ['=UCase([cn]) --set cn=a=b', 'value  "A=B"'],
  ['[cn]', 'null  nothing  (the next rule by precedence may give a value)'],
  ['[cn] --set cn=', 'null  nothing  (the next rule by precedence may give a value)'],
  ['NULL', 'null  nothing  (the next rule by precedence may give a value)'],
  ['AuthoritativeNull', 'clear  AuthoritativeNull  (the attribute is emptied, and no later rule may fill it)'],
  ['IgnoreThisFlow', 'ignore  ignored  (as if the flow were not there)'],
  ['Error("x")', 'error  fails: x.  (the object is held)'],
  ['[userAccountControl]+1 --set userAccountControl=512', 'value  513'],
  ['[isCriticalSystemObject] --set isCriticalSystemObject=TRUE', 'value  true'],
  ['ConvertToBase64([objectGUID]) --set objectGUID=AQID', 'value  "AQID"'],
  ['[manager] --set manager=CN=boss,DC=x', 'value  dn "CN=boss,DC=x"'],
  ['Item([proxyAddresses],2) --set proxyAddresses=a --set proxyAddresses=b', 'value  "b"'],
  ['[accountExpires] --set accountExpires=9223372036854775807', 'value  9223372036854775807'],
  ['[groupType] --type group --set groupType=-2147483646', 'value  -2147483646'],
  ['Join(",",[sn],[givenName]) --dialect cloudSync --set sn=B --set givenName=A', 'value  "B,A"'],
  ['Join([otherMails],",") --type person --set otherMails=a --set otherMails=b', 'value  "a,b"'],
  ['[sourceObjectType] --type metaverse/group --set sourceObjectType=Group', 'value  "Group"'],
  ['[memberCount]+1 --type metaverse/group --set memberCount=2', 'value  3'],
])('%s', async (line, expected) => {
  expect(await outcome(line)).toBe(expected);
});

test.each([
  ['Lefft([cn])', '3 EXP003'],
  ['[cm]', '3 EXP004'],
  ['[cn] --set cm=x', '3 CLI008'],
  ['[cn] --set cn', '3 CLI008'],
  ['[cn] --set cn=a --set cn=b', '3 CLI008'],
  ['[cn] --set userAccountControl=many', '3 CLI008'],
  ['[cn] --set objectGUID=***', '3 CLI008'],
  ['[cn] --set manager=boss', '3 CLI008'],
  ['[cn] --type usr', '3 CLI008'],
  ['[cn] --type metaverse/usr', '3 CLI008'],
  // Of the directory, where there is one of that name.
  ['[memberCount] --type group', '3 EXP004'],
  ['[userAccountControl] --type person', '3 EXP004'],
  // An outbound flow has no parameters.
  ['%Domain.FQDN% --type person', '3 EXP005'],
  ['UCase([cn]) --dialect cloudSync', '3 EXP016'],
  ['[cn] --dialect french', '3 CLI001'],
  ['', '3 CLI001'],
  ['--check', '3 CLI001'],
])('refused: %s', async (line, expected) => {
  expect(await outcome(line)).toBe(expected);
});

test('--check marks the place and ends with 3, or says that all is well', async () => {
  const wrong = await evaluating('eval =Left([cn],Lenn([cn])) --check');
  expect(wrong.code).toBe(3);
  expect(wrong.err).toContain('1 | =Left([cn],Lenn([cn]))\n  |            ^^^^\n');
  expect(wrong.err).not.toMatch(/\n\n$/);
  expect(await evaluating('eval Left([cn],1) --check')).toMatchObject({ code: 0, out: 'The expression is sound.\n' });
  const { out, code } = await evaluating('eval [cm] --check --format json');
  expect([code, JSON.parse(out)]).toMatchObject([
    3,
    { format: 'lockstep-diagnostics', diagnostics: [{ code: 'EXP004' }] },
  ]);
});

test('the parts, and where it fails', async () => {
  const { out } = await evaluating('eval IIF(IsPresent([mail]),Error([mail]),NULL) --set mail=m');
  expect(out).toBe(
    [
      'error  fails: m.  (the object is held)',
      '  IIF(IsPresent([mail]),Error([mail]),NULL)',
      '                        ^^^^^^^^^^^^^',
      '  [mail] is "m"',
      // What [mail] is stands above, and not under each part again.
      '    IsPresent([mail]) = True',
      '    Error([mail]) = fails',
      '',
    ].join('\n'),
  );
});

test('JSON is one document', async () => {
  const { out } = await evaluating('eval Left([cn],1) --set cn=Ada --format json');
  expect(JSON.parse(out)).toMatchObject({
    format: 'lockstep-evaluation',
    version: 1,
    type: 'user',
    outcome: { kind: 'value', value: 'A' },
    steps: { text: 'Left([cn], 1)', steps: [{ text: '[cn]' }] },
  });
});

test('an object of the workspace, what no rule reads of it included', async () => {
  const line = (expression: string) => `-C ${EXAMPLE} eval ${expression} --object ken.byron`;
  expect((await evaluating(line('[givenName]&%Domain.FQDN%'))).out).toContain('value  "Kencorp.contoso.com"');
  expect((await evaluating(line('ValueCount("memberOf")'))).code).toBe(0);
  expect((await evaluating(line('ConvertToBase64([objectGUID])'))).out).toContain('WpMoAOv5Z0qET8JBoD2wHw==');
  expect((await evaluating(line('[givenName]').replace('ken.byron', 'ken.bayron'))).code).toBe(3);
});

test('an object as the outbound rules see it: what the inbound rules make of it', async () => {
  const line = (expression: string, type = 'person') =>
    `-C ${EXAMPLE} eval ${expression} --type ${type} --object ken.byron`;
  const { out } = await evaluating(line('[givenName]&[sourceObjectType]'));
  expect(out).toContain('value  "KenUser"');
  expect(out).toContain('for CN=Ken Byron,OU=Staff,DC=corp,DC=contoso,DC=com');
  const json = await evaluating(`${line('[domainFQDN]')} --set domainFQDN=x --format json`);
  expect(JSON.parse(json.out)).toMatchObject({ type: 'metaverse/person', dialect: 'connect', outcome: { value: 'x' } });
  const other = await evaluating(line('[cn]', 'metaverse/group'));
  expect([other.code, other.err]).toEqual([3, expect.stringContaining('is a person of the metaverse, not a group')]);
});

test('types that the workspace adds to the metaverse are known; without a sound workspace, the built-in ones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-eval-'));
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
  };
  await write('lockstep.yaml', await readFile(join(EXAMPLE, 'lockstep.yaml'), 'utf8'));
  const badge = '[badge] --type person --set badge=7';
  expect((await evaluating(`-C ${folder} eval ${badge}`)).err).toContain('EXP004');
  const attribute = 'spec: { types: { person: { attributes: { badge: { syntax: string } } } } }';
  await write(
    'metaverse.yaml',
    `apiVersion: lockstep/v1alpha1\nkind: Metaverse\nmetadata: { name: more }\n${attribute}\n`,
  );
  expect((await evaluating(`-C ${folder} eval ${badge}`)).out).toContain('value  "7"');
  await write('broken.yaml', 'kind: Nothing\n');
  expect((await evaluating(`-C ${folder} eval ${badge}`)).err).toContain('EXP004');
  expect((await evaluating(`-C ${folder} eval [mail] --type person --set mail=m`)).out).toContain('value  "m"');
  expect((await evaluating(`-C ${folder} eval [mail] --object ada`)).code).toBe(3);
});

test('an object has the parameters of its own domain', async () => {
  const record = (name: string, domain: string, id: string) =>
    `dn: CN=${name},${domain}\nobjectClass: user\ncn: ${name}\nsAMAccountName: ${name}\nobjectGUID:: ${id}\n\n`;
  const folder = temporaryFolder();
  const topology = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: two }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors: [{ name: corp, type: ldif, path: ./corp.ldif }]
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
  extends: [lockstep/default@1]
`;
  const ada = record('ada', 'DC=corp,DC=com', Buffer.alloc(16, 1).toString('base64'));
  const bob = record('bob', 'DC=child,DC=corp,DC=com', Buffer.alloc(16, 2).toString('base64'));
  writeFileSync(join(folder, 'lockstep.yaml'), topology);
  writeFileSync(join(folder, 'corp.ldif'), ada + bob);
  const line = (name: string) => `-C ${folder} eval %Domain.FQDN%&"/"&%Forest.Netbios% --object ${name}`;
  expect((await evaluating(line('ada'))).out).toContain('value  "corp.com/CORP"');
  expect((await evaluating(line('bob'))).out).toContain('value  "child.corp.com/CORP"');
});

const world: World = {
  clock: { now: () => Date.UTC(2026, 10, 22), sleep: () => Promise.resolve() },
  random: { bytes: (length) => new Uint8Array(length) },
  signal: new AbortController().signal,
  progress: () => undefined,
  environment: () => undefined,
  directory: EXAMPLE,
  host: 'host',
  pid: 1,
  isAlive: () => false,
  version: '0.0.0',
};

async function conversation(...lines: readonly string[]): Promise<readonly string[]> {
  const evaluator = await openEvaluator(world, {});
  let setting: Setting = { set: [] };
  const replies: string[] = [];
  for (const line of lines) {
    const reply = await answer(line, setting, evaluator, { colour: false, width: 120 });
    setting = reply.setting;
    replies.push(reply.ended ? '(ended)' : (reply.text.split('\n')[0] ?? ''));
  }
  return replies;
}

test('a conversation: objects, values, types, help', async () => {
  expect(
    await conversation(
      '[givenName]',
      ':object ken.byron',
      '[givenName]',
      ':set givenName=Zed',
      '[givenName]',
      ':set',
      '[givenName]',
      ':object',
      '[givenName]',
      ':type group',
      '[groupType]',
      '',
      ':quit',
    ),
  ).toEqual([
    'null  nothing  (the next rule by precedence may give a value)',
    'user CN=Ken Byron,OU=Staff,DC=corp,DC=contoso,DC=com',
    'value  "Ken"',
    '',
    'value  "Zed"',
    '',
    'value  "Ken"',
    '',
    'null  nothing  (the next rule by precedence may give a value)',
    '',
    'null  nothing  (the next rule by precedence may give a value)',
    '',
    '(ended)',
  ]);
});

test('a conversation in the metaverse, and in the other language', async () => {
  expect(
    await conversation(
      ':type metaverse/person',
      ':object ken.byron',
      '[sourceObjectType]',
      ':dialect cloudSync',
      'Join("-",[sourceObjectType],[givenName])',
      ':dialect french',
      ':dialect',
      ':help normalizediacritics',
      ':dialect connect',
      ':object All Staff',
      '[givenName]',
    ),
  ).toEqual([
    '',
    'metaverse/person CN=Ken Byron,OU=Staff,DC=corp,DC=contoso,DC=com',
    'value  "User"',
    '',
    'value  "User-Ken"',
    'There is no such dialect; known are: connect, cloudSync.',
    'Dialects: connect, cloudSync.',
    expect.stringMatching(/^NormalizeDiacritics\(/),
    '',
    expect.stringContaining('CLI008'),
    'value  "Ken"',
  ]);
});

test('what is wrong is told, and the conversation goes on as it was', async () => {
  const [call, object, value, type, command, help, known] = await conversation(
    'Lefft(1)',
    ':object nobody at all',
    ':set cm=x',
    ':type usr',
    ':nothing \u001b[2J',
    ':help lefft',
    ':help left',
  );
  expect([call, object, value]).toEqual([
    expect.stringContaining('EXP003'),
    expect.stringContaining('CLI005'),
    expect.stringContaining('CLI008'),
  ]);
  expect(type).toMatch(/^There is no such type; known are: user, /);
  expect(command).toBe('There is no command :nothing. :help tells all.');
  expect(help).toBe('There is no function lefft. Did you mean Left?');
  expect(known).toMatch(/^Left\(str value, num length\): str$/);
});

test('completion: functions, attributes, commands', async () => {
  const evaluator = await openEvaluator(world, {});
  const complete = (line: string, type = 'user', dialect: Setting['dialect'] = 'connect') =>
    completion(line, { set: [], type, dialect }, evaluator);
  expect(complete('UCa')).toEqual([['UCase('], 'UCa']);
  expect(complete('Left([givenN')).toEqual([['givenName]'], 'givenN']);
  expect(complete('[groupT', 'group')).toEqual([['groupType]'], 'groupT']);
  expect(complete(':he')).toEqual([[':help'], ':he']);
  expect(complete(':help UCa')).toEqual([['UCase'], 'UCa']);
  expect(complete(':type gro')).toEqual([['group'], 'gro']);
  expect(complete(':type per')).toEqual([['person'], 'per']);
  expect(complete(':type metaverse/g')).toEqual([['metaverse/group'], 'metaverse/g']);
  expect(complete('[sourceAn', 'person')).toEqual([['sourceAnchor]', 'sourceAnchorBinary]'], 'sourceAn']);
  expect(complete('[cloudAnc', 'metaverse/person')).toEqual([['cloudAnchor]'], 'cloudAnc']);
  expect(complete(':dialect c')).toEqual([['connect', 'cloudSync'], 'c']);
  expect(complete('NormalizeD', 'user', 'cloudSync')).toEqual([['NormalizeDiacritics('], 'NormalizeD']);
  expect(complete('NormalizeD')).toEqual([[], 'NormalizeD']);
  expect(complete(':set givenN')).toEqual([['givenName='], 'givenN']);
});

test('at a terminal, line by line until the end of input', async () => {
  const { code, out } = await evaluating('eval', { typed: 'Left("abc",1)\n:quit\n' });
  expect(code).toBe(0);
  expect(out).toContain('value  "a"');
});

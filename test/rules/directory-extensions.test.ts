import { describe, expect, it } from 'vitest';
import { compiled, load, placed, rule, topology } from './workspace.ts';

const APP = '0a0b0c0d-1111-4222-8333-444455556666';
const HEX = APP.replaceAll('-', '');
const MARK_APP = '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33';
const name = (short: string): string => `extension_${HEX}_${short}`;

function declaring(...extensions: readonly string[]): string {
  const lines = extensions.map((one) => `        - { ${one} }\n`).join('');
  return `${topology}  directoryExtensions:\n    - applicationId: ${APP}\n      extensions:\n${lines}`;
}

const declared = declaring(
  'name: costCentre, on: [user, group]',
  'name: badges, on: [user], multiValued: true',
  'name: floor, type: Integer, on: [user]',
  'name: photo, type: Binary, on: [user]',
  'name: since, type: DateTime, on: [user]',
  'name: remote, type: Boolean, on: [user]',
);

function writing(type: 'user' | 'group', flows: string): string {
  const metaverse = type === 'user' ? 'person' : 'group';
  return rule(
    'out',
    `from: { metaverse: ${metaverse} }\nto: { connector: entra, type: ${type} }\nprecedence: 9\nlink: provision\nflows:\n  ${flows}`,
  );
}

/** Codes of what is wrong with a workspace, with what is said and what helps. */
async function complaints(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { diagnostics } = await load(files);
  return diagnostics.map((one) => `${one.code} ${one.detail} ${one.help ?? ''}`);
}

describe('a declaration', () => {
  it('is known by its full name, in the order of names', async () => {
    const upper = declared.replace(APP, APP.toUpperCase());
    const { directoryExtensions } = (await compiled({ 'lockstep.yaml': upper })).topology;
    const common = { applicationId: APP, type: 'String', multiValued: false, on: ['user'] };
    expect(directoryExtensions).toEqual([
      { ...common, name: name('badges'), multiValued: true },
      { ...common, name: name('costCentre'), on: ['user', 'group'] },
      { ...common, name: name('floor'), type: 'Integer' },
      { ...common, name: name('photo'), type: 'Binary' },
      { ...common, name: name('remote'), type: 'Boolean' },
      { ...common, name: name('since'), type: 'DateTime' },
    ]);
  });

  it.each([
    ['a name that is none', 'name: cost-centre, on: [user]', /CFG02\d/],
    ['no types of objects', 'name: costCentre, on: []', /CFG02\d/],
    ['a type of object that rules do not write', 'name: costCentre, on: [device]', /CFG02\d/],
    ['a type that Graph does not have', 'name: costCentre, on: [user], type: Float', /CFG02\d/],
    ['no word on whom it is for', 'name: costCentre', /CFG02\d/],
  ])('with %s is refused', async (_, extension, code) => {
    const found = await complaints({ 'lockstep.yaml': declaring(extension) });
    expect(found).not.toEqual([]);
    for (const one of found) expect(one).toMatch(code);
  });

  it('of one name twice, whatever its case, is refused at the second', async () => {
    const text = declaring('name: costCentre, on: [user]', 'name: COSTCENTRE, on: [group]');
    const { diagnostics } = await load({ 'lockstep.yaml': text });
    const line = text.split('\n').findIndex((one) => one.includes('COSTCENTRE')) + 1;
    expect(diagnostics.map(placed)).toEqual([`CFG031 lockstep.yaml:${line}:19`]);
  });

  it('cannot take the owner mark for an attribute', async () => {
    const text = declaring('name: lockstepowner, on: [user]').replace(APP, MARK_APP);
    expect(await complaints({ 'lockstep.yaml': text })).toEqual([expect.stringMatching(/^CFG031 .*owner mark/)]);
  });
});

describe('a flow', () => {
  it.each([
    ['user', 'costCentre: department'],
    ['group', 'costCentre: description'],
    ['user', 'badges: otherMails'],
    ['user', 'remote: accountEnabled'],
    ['user', 'photo: userCertificate'],
    ['user', `floor: "=Len([department])"`],
  ] as const)('of a %s writes %s', async (type, flow) => {
    const files = { 'lockstep.yaml': declared, 'r.yaml': writing(type, `extension_${HEX}_${flow}`) };
    const found = (await complaints(files)).filter((one) => !one.includes('userCertificate'));
    expect(found).toEqual([]);
  });

  it.each([
    ['an undeclared one', 'user', `${name('salary')}: department`, /CFG036 .*Declare it under directoryExtensions/],
    [
      'one of another application',
      'user',
      `extension_${'9'.repeat(32)}_costCentre: department`,
      /Did you mean extension_0a0b.*_costCentre/,
    ],
    ['its short name', 'user', 'costCentre: department', /Did you mean extension_0a0b.*_costCentre/],
    [
      'a name without the application',
      'user',
      'extension_costcentre: department',
      /Did you mean extension_0a0b.*_costCentre/,
    ],
    ['a slip of the pen', 'user', `${name('costCenter')}: department`, /Did you mean extension_0a0b.*_costCentre/],
    ['one that is declared for users', 'group', `${name('floor')}: description`, /CFG036 .*of group in the tenant/],
    ['the owner mark', 'user', `extension_${MARK_APP.replaceAll('-', '')}_lockstepOwner: department`, /CFG036/],
  ] as const)('to %s is refused', async (_, type, flow, words) => {
    const found = await complaints({ 'lockstep.yaml': declared, 'r.yaml': writing(type, flow) });
    expect(found).toEqual([expect.stringMatching(words)]);
  });

  it.each([
    ['a text for a number', `${name('floor')}: '="x"'`, 'EXP020'],
    ['a number for a text', `${name('costCentre')}: '=Len([department])'`, 'EXP020'],
    ['several values for one', `${name('costCentre')}: '=Split([department],",")'`, 'EXP021'],
    ['a text that is too long', `${name('costCentre')}: '="${'x'.repeat(257)}"'`, 'EXP022'],
  ])('that gives %s is refused', async (_, flow, code) => {
    const found = await complaints({ 'lockstep.yaml': declared, 'r.yaml': writing('user', flow) });
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${code}`))]);
  });

  it('may read what the tenant holds', async () => {
    const reading = rule(
      'in',
      `from: { connector: entra, type: user }\nto: { metaverse: person }\nprecedence: 9\nflows:\n  department: ${name('costCentre')}`,
    );
    const { tenantRequest, diagnostics } = await load({ 'lockstep.yaml': declared, 'r.yaml': reading });
    expect(diagnostics.map(({ code, detail }) => `${code} ${detail}`)).toEqual([]);
    expect(tenantRequest.attributes.user).toContain(name('costCentre'));
    const undeclared = await complaints({ 'lockstep.yaml': topology, 'r.yaml': reading });
    expect(undeclared).toEqual([expect.stringMatching(/^CFG036/)]);
  });
});

it('a declaration alone reads nothing and writes nothing', async () => {
  const { tenantRequest } = await load({ 'lockstep.yaml': declared });
  expect([...tenantRequest.attributes.user, ...tenantRequest.attributes.group].join()).not.toContain(HEX);
});

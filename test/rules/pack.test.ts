import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { EvaluationContext, FlowResult, RuleSet } from '../../src/model/rule-set.ts';
import type { Value } from '../../src/model/value.ts';
import { loadWorkspace } from '../../src/rules/index.ts';
import { compiled, environment, load, repository, rule, topology } from './workspace.ts';

const pack = 'lockstep/default@1';
const withPack = `${topology}  extends: [${pack}]\n`;

/** What a flow of a rule gives for these attributes. */
function run(ruleSet: RuleSet, id: string, target: string, attributes: Readonly<Record<string, Value>>): FlowResult {
  const flow = ruleSet.rules.find((one) => one.id === id)?.flows.find((one) => one.target === target);
  if (flow === undefined) throw new Error(`${id} does not flow ${target}`);
  const context: EvaluationContext = {
    attributes: new Map(Object.entries(attributes)),
    parameters: new Map([['Domain.FQDN', 'corp.contoso.com']]),
    asOf: 0,
    random: (length) => new Uint8Array(length),
  };
  switch (flow.from.kind) {
    case 'expression':
      return flow.from.evaluate(context);
    case 'constant':
      return { kind: 'value', value: flow.from.value };
    case 'direct': {
      const value = attributes[flow.from.attribute];
      return value === undefined ? { kind: 'null' } : { kind: 'value', value };
    }
  }
}

const nothing: FlowResult = { kind: 'null' };
const is = (value: Value): FlowResult => ({ kind: 'value', value });

describe('the example', () => {
  it('is sound', async () => {
    const { diagnostics, ruleSet, documents } = await loadWorkspace(join(repository, 'config/example'), environment);
    expect(diagnostics).toEqual([]);
    expect(ruleSet?.topology.workspace).toBe('contoso');
    expect(documents).toBe(8);
  });
});

describe('the default pack', () => {
  it('is sound, and names its rules with the pack', async () => {
    const { rules } = await compiled({ 'lockstep.yaml': withPack });
    expect(rules.map(({ id, precedence }) => `${precedence} ${id.slice(pack.length + 1)}`)).toEqual([
      '100 user-join',
      '101 user-join(inetOrgPerson)',
      '102 user-filter',
      '103 user-filter(inetOrgPerson)',
      '104 user-account-enabled',
      '105 user-account-enabled(inetOrgPerson)',
      '106 user-common-from-exchange',
      '107 user-common-from-exchange(inetOrgPerson)',
      '108 user-common',
      '109 user-common(inetOrgPerson)',
      '110 user-anchor',
      '111 user-anchor(inetOrgPerson)',
      '112 group-join',
      '114 group-common',
      '115 contact-join',
      '116 contact-common',
      '118 foreign-security-principal',
      '123 person-to-entra-user',
      '139 group-to-entra-group',
      '159 computer-join',
    ]);
  });

  it('writes nothing that Graph would refuse', async () => {
    const { rules } = await compiled({ 'lockstep.yaml': withPack });
    const tenant = environment.schemaOf('entra');
    for (const one of rules.filter((candidate) => candidate.direction === 'outbound')) {
      for (const { target } of one.flows) {
        expect(tenant.get(one.targetType)?.attributes.get(target)?.write, target).toBe('always');
      }
    }
  });

  it('gives each tenant attribute a source in the metaverse', async () => {
    const { rules } = await compiled({ 'lockstep.yaml': withPack });
    const filled = new Set(
      rules
        .filter((one) => one.direction === 'inbound')
        .flatMap((one) => one.flows.map((flow) => `${one.targetType}.${flow.target}`)),
    );
    for (const one of rules.filter((candidate) => candidate.direction === 'outbound')) {
      const read = one.flows.flatMap(({ from }) =>
        from.kind === 'direct' ? [from.attribute] : from.kind === 'expression' ? from.attributes : [],
      );
      for (const attribute of [...read, ...one.scope.flat().map((clause) => clause.attribute)]) {
        expect(filled.has(`${one.sourceType}.${attribute}`), attribute).toBe(true);
      }
    }
  });
});

describe('flows of the default pack', async () => {
  const ruleSet = await compiled({ 'lockstep.yaml': withPack });
  const person = { sAMAccountName: 'ada', dn: 'CN=Ada,DC=corp' };
  const group = { sAMAccountName: 'all', dn: 'CN=All,DC=corp', groupType: -2147483646 };

  it.each<[string, string, Readonly<Record<string, Value>>, FlowResult]>([
    ['user-filter', 'cloudFiltered', person, nothing],
    ['user-filter', 'cloudFiltered', { dn: person.dn }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, isCriticalSystemObject: true }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, sAMAccountName: 'SUPPORT_388945a0' }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, sAMAccountName: 'MSOL_0123' }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, sAMAccountName: 'AAD_0123' }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, sAMAccountName: 'CAS_{0123}' }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, sAMAccountName: 'CAS_0123' }, nothing],
    ['user-filter', 'cloudFiltered', { ...person, mailNickname: 'SystemMailbox{1}' }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, msExchRecipientTypeDetails: 0x2000_0000 }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, msExchRecipientTypeDetails: 0x80_0000 }, is(true)],
    ['user-filter', 'cloudFiltered', { ...person, msExchRecipientTypeDetails: 0x8000_0000 }, nothing],
    ['user-filter', 'cloudFiltered', { ...person, msExchRecipientTypeDetails: 1 }, nothing],
    ['user-filter', 'cloudFiltered', { ...person, dn: 'CN=Ada\\0ACNF:bbb28988,OU=Staff,DC=corp' }, is(true)],
    ['user-common', 'accountEnabled', { userAccountControl: 512 }, is(true)],
    ['user-common', 'accountEnabled', { userAccountControl: 514 }, is(false)],
    ['user-common', 'displayName', { displayName: ' Ada  ', cn: 'x' }, is('Ada')],
    ['user-common', 'displayName', { cn: 'Ada' }, is('Ada')],
    ['user-common', 'displayName', {}, nothing],
    ['user-common', 'department', {}, nothing],
    ['user-common', 'mailNickname', { sAMAccountName: 'ada' }, is('ada')],
    ['user-common', 'mailNickname', { sAMAccountName: 'ada', mailNickname: 'ada.byron' }, is('ada.byron')],
    [
      'user-common',
      'userPrincipalName',
      { userPrincipalName: 'ada@contoso.com', sAMAccountName: 'x' },
      is('ada@contoso.com'),
    ],
    ['user-common', 'userPrincipalName', { sAMAccountName: 'ada' }, is('ada@corp.contoso.com')],
    [
      'user-anchor',
      'sourceAnchor',
      { objectGUID: Uint8Array.from({ length: 16 }, (_, index) => index) },
      is('AAECAwQFBgcICQoLDA0ODw=='),
    ],
    ['person-to-entra-user', 'jobTitle', { title: 'x'.repeat(200) }, is('x'.repeat(128))],
    ['person-to-entra-user', 'jobTitle', {}, nothing],
    ['person-to-entra-user', 'department', { department: 'x'.repeat(65) }, is('x'.repeat(64))],
    ['person-to-entra-user', 'companyName', {}, nothing],
    ['person-to-entra-user', 'usageLocation', { c: 'NO' }, is('NO')],
    ['person-to-entra-user', 'usageLocation', {}, { kind: 'ignore' }],
    ['group-join', 'cloudFiltered', group, nothing],
    ['group-join', 'cloudFiltered', { ...group, isCriticalSystemObject: true }, is(true)],
    ['group-join', 'cloudFiltered', { ...group, msExchRecipientTypeDetails: 0x40000000 }, is(true)],
    ['group-join', 'mailEnabled', group, is(false)],
    ['group-join', 'mailEnabled', { ...group, mail: 'all@contoso.com' }, is(true)],
    ['group-join', 'mailEnabled', { ...group, mail: 'nowhere' }, is(false)],
    ['group-join', 'mailEnabled', { ...group, proxyAddresses: ['smtp:a@b.c', 'SMTP:all@contoso.com'] }, is(true)],
    ['group-join', 'mailEnabled', { ...group, proxyAddresses: ['x500:/o=x'] }, is(false)],
    ['group-common', 'securityEnabled', { groupType: -2147483646 }, is(true)],
    ['group-common', 'securityEnabled', { groupType: 8 }, is(false)],
    ['group-common', 'memberCount', { member: [{ dn: 'CN=a' }, { dn: 'CN=b' }] }, is(2)],
    ['group-common', 'memberCount', {}, is(0)],
    ['group-to-entra-group', 'mailNickname', { mailNickname: 'R&D (Oslo) @ home' }, is('R&DOslohome')],
    ['contact-join', 'cloudFiltered', { dn: 'CN=c' }, nothing],
    ['computer-join', 'cloudFiltered', {}, is(true)],
    ['computer-join', 'cloudFiltered', { userCertificate: [Uint8Array.of(1)] }, nothing],
  ])('%s %s of %j', (id, target, attributes, result) => {
    expect(run(ruleSet, `${pack}:${id}`, target, attributes)).toEqual(result);
  });

  it('an account without any name fails', () => {
    expect(() => run(ruleSet, `${pack}:user-common`, 'userPrincipalName', {})).toThrow(EvaluationError);
  });

  it('inetOrgPerson is handled like user', () => {
    const twin = (id: string): unknown => {
      const found = ruleSet.rules.find((one) => one.id === id);
      return { link: found?.link, flows: found?.flows.map((flow) => flow.target), scope: found?.scope };
    };
    for (const id of [
      'user-join',
      'user-filter',
      'user-account-enabled',
      'user-common-from-exchange',
      'user-common',
      'user-anchor',
    ]) {
      expect(twin(`${pack}:${id}(inetOrgPerson)`)).toEqual(twin(`${pack}:${id}`));
    }
  });
});

describe('requests', () => {
  const ALWAYS = ['objectClass', 'objectGUID', 'objectSid'];

  it('hold what rules and filters name, and what the engine needs', async () => {
    const filter = `apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: f }
spec:
  connectors: [corp]
  objects:
    user: { all: [{ employeeType: { equal: Employee } }] }
    contact: { all: [{ company: { isNull: } }] }
`;
    const spec = `from: { connectors: [corp], type: user }
to: { metaverse: person }
precedence: 40
link: provision
scope: { any: [{ all: [{ c: { equal: NO } }] }, { all: [{ memberOf: "CN=VPN,DC=corp" }] }] }
join: [{ mail: mail }]
flows:
  displayName: '=[givenName] & " " & [sn]'
  mail: mail
  manager: manager
  company: { constant: Contoso }
`;
    const { requests, diagnostics } = await load({
      'lockstep.yaml': topology,
      'f.yaml': filter,
      'r.yaml': rule('r', spec),
    });
    expect(diagnostics).toEqual([]);
    expect([...requests.keys()]).toEqual(['corp', 'lab']);
    expect(requests.get('lab')?.attributes).toEqual(new Map());
    expect(requests.get('corp')?.attributes).toEqual(
      new Map([
        ['user', ['c', 'employeeType', 'givenName', 'mS-DS-ConsistencyGuid', 'mail', 'manager', ...ALWAYS, 'sn']],
        ['contact', ['company', ...ALWAYS]],
        ['group', ['member', ...ALWAYS]],
      ]),
    );
  });

  it('to the tenant hold what rules write and the planner needs', async () => {
    const spec = `from: { metaverse: person }
to: { connector: entra, type: user }
precedence: 200
link: provision
flows: { surname: sn, displayName: displayName, manager: manager }
`;
    const inbound =
      'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n';
    const files = { 'lockstep.yaml': topology, 'i.yaml': rule('i', inbound), 'o.yaml': rule('o', spec) };
    expect((await load(files)).tenantRequest).toEqual({
      attributes: {
        user: ['accountEnabled', 'displayName', 'mail', 'proxyAddresses', 'surname'],
        group: ['mail', 'proxyAddresses'],
      },
      managers: true,
    });
    const without = { ...files, 'o.yaml': rule('o', spec.replace(', manager: manager', '')) };
    expect((await load(without)).tenantRequest.managers).toBe(false);
  });
});

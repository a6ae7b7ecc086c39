import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compileExpression, parseExpression, printExpression } from '../../src/expression/index.ts';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { FlowResult } from '../../src/model/rule-set.ts';
import type { Syntax } from '../../src/model/schema.ts';
import type { Value } from '../../src/model/value.ts';
import { contextOf, schemaOf } from './support.ts';
import { realExpressions } from './real-expressions.ts';

/** Attributes of the real rules that are no texts. */
const types = new Map<string, Syntax>(
  Object.entries({
    boolean: ['isCriticalSystemObject', 'msExchHideFromAddressLists', 'cloudSOAExchMailbox'],
    integer: [
      'userAccountControl',
      'groupType',
      'memberCount',
      'msExchRecipientTypeDetails',
      'countryCode',
      'pwdLastSet',
      'cloudMSExchRecipientDisplayType',
    ],
    binary: [
      'objectGUID',
      'objectSid',
      'userCertificate',
      'userSMIMECertificate',
      'searchableDeviceKey',
      'cloudMSExchBlockedSendersHash',
      'cloudMSExchSafeRecipientsHash',
      'cloudMSExchSafeSendersHash',
    ],
    reference: ['member'],
  } as const).flatMap(([syntax, names]) => names.map((name): [string, Syntax] => [name, syntax as Syntax])),
);

const parameters = new Map(
  ['Domain.FQDN', 'Domain.Netbios', 'Forest.FQDN', 'Forest.Netbios', 'Connector.ID'].map((name) => [
    name,
    `the ${name}`,
  ]),
);

const environment = {
  attribute: (name: string) => schemaOf(types.get(name) ?? 'string'),
  attributeNames: [],
  parameters: new Set(parameters.keys()),
};

type Values = Readonly<Record<string, Value>>;

function flow(text: string, values: Values): FlowResult {
  const { expression, issues } = compileExpression(text, environment);
  if (expression === undefined) throw new Error(issues.map((one) => one.detail).join());
  return expression.evaluate({ ...contextOf(values), parameters });
}

/** The one real expression for this attribute of this type that contains the text. */
function real(target: string, type: string, part = ''): string {
  const found = realExpressions.filter(([to, from, text]) => to === target && from === type && text.includes(part));
  expect(found).toHaveLength(1);
  return found[0]?.[2] ?? '';
}

describe('the expressions of a real server', () => {
  it('are eighty-six', () => {
    expect(new Set(realExpressions.map(([, , text]) => text)).size).toBe(86);
  });

  it.each(realExpressions)('flow to %s of %s without a complaint: %s', (_, __, text) => {
    const { expression, issues } = compileExpression(text, environment);
    expect(issues).toEqual([]);
    expect(expression?.deterministic).toBe(true);
  });

  it.each(realExpressions)('print as what they were: %s %s %s', (_, __, text) => {
    const { root } = parseExpression(text);
    const printed = root && printExpression(root);
    const again = printed && parseExpression(printed).root;
    expect(again && printExpression(again)).toBe(printed);
  });

  it('give nothing, a constant or an error for an object without attributes, never an empty text', () => {
    for (const [target, , text] of realExpressions) {
      try {
        const result = flow(text, {});
        if (result.kind === 'value') expect([target, result.value]).not.toEqual([target, '']);
        if (text.startsWith('Trim(')) expect(result.kind).toBe('null');
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluationError);
        expect(target).toBe('userPrincipalName');
      }
    }
  });
});

describe('cloudFiltered of a user', () => {
  const text = real('cloudFiltered', 'user');
  const ada: Values = {
    sAMAccountName: 'ada',
    mailNickname: 'ada',
    dn: 'CN=Ada,OU=Staff,DC=x',
    msExchRecipientTypeDetails: 1,
  };

  it.each<[string, Values]>([
    ['an ordinary one', {}],
    ['a linked mailbox', { msExchRecipientTypeDetails: 2 }],
    ['a remote mailbox (2^31)', { msExchRecipientTypeDetails: 2147483648 }],
    ['a remote room mailbox (2^33)', { msExchRecipientTypeDetails: 8589934592 }],
    ['a type beyond 2^53', { msExchRecipientTypeDetails: 2n ** 54n }],
    ['CAS_ without a brace', { sAMAccountName: 'CAS_1' }],
    ['a brace without CAS_', { mailNickname: 'x}' }],
    ['other case', { sAMAccountName: 'support_388945A0' }],
    ['MSOL_ in the alias', { mailNickname: 'MSOL_x' }],
    ['ACNF without a backslash', { dn: 'CN=0ACNF:x,DC=x' }],
  ])('is not set: %s', (_, values) => {
    expect(flow(text, { ...ada, ...values })).toEqual({ kind: 'null' });
  });

  it('is not set without alias and recipient type', () => {
    expect(flow(text, { sAMAccountName: 'ada', dn: 'CN=Ada,DC=x' })).toEqual({ kind: 'null' });
  });

  it('is set without an account name', () => {
    const nameless = { mailNickname: 'ada', dn: 'CN=Ada,DC=x' };
    expect(flow(text, nameless)).toEqual({ kind: 'value', value: true });
  });

  it.each<[string, Values]>([
    ['a critical object', { isCriticalSystemObject: true }],
    ['even one that says it is not critical', { isCriticalSystemObject: false }],
    ['the support account', { sAMAccountName: 'SUPPORT_388945a0' }],
    ['a system mailbox', { mailNickname: 'SystemMailbox{1f05a927}' }],
    ['AAD_', { sAMAccountName: 'AAD_1234' }],
    ['MSOL_', { sAMAccountName: 'MSOL_1234' }],
    ['a client access account by alias', { mailNickname: 'CAS_{1234}' }],
    ['a client access account by name', { sAMAccountName: 'CAS_{1234}' }],
    ['a discovery mailbox', { msExchRecipientTypeDetails: 536870912 }],
    ['a public folder', { msExchRecipientTypeDetails: 4096 }],
    ['a mailbox plan', { msExchRecipientTypeDetails: 16777216 }],
    ['a filtered type with a high bit', { msExchRecipientTypeDetails: 2n ** 54n + 16777216n }],
    ['a replication conflict', { dn: 'CN=Ada\\0ACNF:9a4b,OU=Staff,DC=x' }],
    ['a replication conflict in raw form', { dn: 'CN=Ada\nCNF:9a4b,OU=Staff,DC=x' }],
  ])('is set: %s', (_, values) => {
    expect(flow(text, { ...ada, ...values })).toEqual({ kind: 'value', value: true });
  });
});

describe('cloudFiltered of the others', () => {
  const set = { kind: 'value', value: true };
  const group: Values = { sAMAccountName: 'All Staff', dn: 'CN=All Staff,DC=x' };

  it.each<[string, Values, boolean]>([
    ['an ordinary one', {}, false],
    ['one without attributes of Exchange or a name', { sAMAccountName: 'x' }, false],
    ['coexistence', { sAMAccountName: 'MSOL_AD_Sync_RichCoexistence' }, true],
    ['a role group', { msExchRecipientTypeDetails: 0x40000000 }, true],
    ['a remote type', { msExchRecipientTypeDetails: 2147483648 }, false],
    ['critical', { isCriticalSystemObject: true }, true],
    ['a conflict', { dn: 'CN=x\\0ACNF:1,DC=x' }, true],
  ])('a group: %s', (_, values, expected) => {
    expect(flow(real('cloudFiltered', 'group'), { ...group, ...values })).toEqual(expected ? set : { kind: 'null' });
  });

  it.each<[string, Values, boolean]>([
    ['an ordinary one', { displayName: 'Ada' }, false],
    ['nameless', {}, false],
    ['hidden', { msExchHideFromAddressLists: true, displayName: 'Ada' }, false],
    ['of MSOL, in sight', { displayName: 'Ada (MSOL)', msExchHideFromAddressLists: false }, false],
    ['of MSOL, hidden', { displayName: 'Ada (MSOL)', msExchHideFromAddressLists: true }, true],
    ['CAS', { mailNickname: 'CAS_{1}' }, true],
    ['a conflict', { dn: 'CN=x\\0ACNF:1,DC=x' }, true],
  ])('a contact: %s', (_, values, expected) => {
    const contact = { dn: 'CN=Ada,DC=x', ...values };
    expect(flow(real('cloudFiltered', 'contact'), contact)).toEqual(expected ? set : { kind: 'null' });
  });

  it.each<[Values, boolean]>([
    [{}, true],
    [{ userCertificate: Uint8Array.of(1) }, false],
    [{ userCertificate: [Uint8Array.of(1), Uint8Array.of(2)] }, false],
  ])('a computer with %o', (values, expected) => {
    expect(flow(real('cloudFiltered', 'computer'), values)).toEqual(expected ? set : { kind: 'null' });
  });
});

describe('other flows of a real server', () => {
  const guid = Uint8Array.from({ length: 16 }, (_, index) => index);
  const anchor = Buffer.from(guid).toString('base64');

  it.each<[string, string, string, Values, FlowResult]>([
    ['accountEnabled', 'user', '', { userAccountControl: 512 }, { kind: 'value', value: true }],
    ['accountEnabled', 'user', '', { userAccountControl: 514 }, { kind: 'value', value: false }],
    ['accountEnabled', 'user', '', { userAccountControl: 66050 }, { kind: 'value', value: false }],
    ['sourceAnchor', 'user', 'objectGUID', { objectGUID: guid }, { kind: 'value', value: anchor }],
    [
      'sourceAnchor',
      'user',
      'objectGUID',
      { objectGUID: guid, msExchRecipientTypeDetails: 1 },
      { kind: 'value', value: anchor },
    ],
    ['sourceAnchor', 'user', 'objectGUID', { objectGUID: guid, msExchRecipientTypeDetails: 2 }, { kind: 'null' }],
    [
      'userPrincipalName',
      'user',
      '',
      { userPrincipalName: 'ada@x', sAMAccountName: 'ada' },
      { kind: 'value', value: 'ada@x' },
    ],
    ['userPrincipalName', 'user', '', { sAMAccountName: 'ada' }, { kind: 'value', value: 'ada@the Domain.FQDN' }],
    ['sourceObjectType', 'user', '', { msExchRecipientTypeDetails: 2 }, { kind: 'null' }],
    ['sourceObjectType', 'user', '', {}, { kind: 'value', value: 'User' }],
    ['pwdLastSet', 'user', '', { pwdLastSet: 130543784933000000n }, { kind: 'value', value: '20140905081453.0Z' }],
    ['pwdLastSet', 'user', '', {}, { kind: 'null' }],
    ['description', 'user', '', { description: [' a ', 'b'] }, { kind: 'value', value: 'a' }],
    ['description', 'user', '', { description: 'x'.repeat(500) }, { kind: 'value', value: 'x'.repeat(448) }],
    ['description', 'user', '', {}, { kind: 'null' }],
    ['info', 'user', '', {}, { kind: 'null' }],
    ['info', 'user', '', { info: ` ${'é'.repeat(500)}` }, { kind: 'value', value: 'é'.repeat(448) }],
    [
      'proxyAddresses',
      'user',
      'ImportedValue',
      { proxyAddresses: ['SMTP:a ', 'SMTP:a', 'smtp:b'] },
      { kind: 'value', value: ['SMTP:a', 'smtp:b'] },
    ],
    ['securityEnabled', 'group', '', { groupType: -2147483646 }, { kind: 'value', value: true }],
    ['securityEnabled', 'group', '', { groupType: 2 }, { kind: 'value', value: false }],
    ['securityEnabled', 'group', '', {}, { kind: 'value', value: false }],
    ['memberCount', 'group', '', { member: [{ dn: 'CN=a' }, { dn: 'CN=b' }] }, { kind: 'value', value: 2 }],
    ['memberCount', 'group', '', {}, { kind: 'value', value: 0 }],
    ['mailEnabled', 'group', '', { proxyAddresses: ['smtp:a@x', 'SMTP:b@x'] }, { kind: 'value', value: true }],
    ['mailEnabled', 'group', '', { proxyAddresses: 'SMTP:b@x' }, { kind: 'value', value: true }],
    ['mailEnabled', 'group', '', { proxyAddresses: ['smtp:a@x', 'x500:b@x'] }, { kind: 'value', value: false }],
    ['mailEnabled', 'group', '', { proxyAddresses: ['SMTP:b', 'x500:c'], mail: 'b' }, { kind: 'value', value: false }],
    ['mailEnabled', 'group', '', { mail: 'b@x' }, { kind: 'value', value: true }],
    ['mailEnabled', 'group', '', {}, { kind: 'value', value: false }],
    ['usageLocation', 'person', '', {}, { kind: 'ignore' }],
    ['usageLocation', 'person', '', { usageLocation: 'NO' }, { kind: 'value', value: 'NO' }],
    ['member', 'group', '', { memberCount: 5 }, { kind: 'ignore' }],
    ['dn', 'group', '', { sourceAnchor: 'AQ==' }, { kind: 'value', value: 'CN={41513D3D}' }],
    [
      'sourceAnchor',
      'person',
      'Word',
      { sourceAnchor: 'a', cloudSourceAnchor: 'b', cloudAnchor: 'Contact_1', sourceObjectType: 'User' },
      { kind: 'value', value: 'a' },
    ],
    [
      'sourceAnchor',
      'person',
      'Word',
      { sourceAnchor: 'a', cloudSourceAnchor: 'a', cloudAnchor: 'User_1', sourceObjectType: 'User' },
      { kind: 'value', value: 'a' },
    ],
    [
      'cloudSOAExchMailbox',
      'user',
      '',
      { cloudMSExchRecipientDisplayType: 1073741824 },
      { kind: 'value', value: true },
    ],
    [
      'cloudSOAExchMailbox',
      'user',
      '',
      { cloudMSExchRecipientDisplayType: -2147483642 },
      { kind: 'value', value: false },
    ],
    ['cloudSOAExchMailbox', 'user', '', {}, { kind: 'value', value: false }],
  ])('%s of %s (%s) from %o', (target, type, part, values, result) => {
    expect(flow(real(target, type, part), values)).toEqual(result);
  });

  it.each<[string, string, string, Values, string]>([
    ['userPrincipalName', 'user', '', {}, 'AccountName is not present'],
    ['member', 'group', '', { memberCount: 50001 }, 'Maximum Group member count exceeded'],
    [
      'sourceAnchor',
      'person',
      'Word',
      { sourceAnchor: 'a', cloudSourceAnchor: 'b', cloudAnchor: 'User_1', sourceObjectType: 'User' },
      'SourceAnchor attribute has changed.',
    ],
  ])('%s of %s fails', (target, type, part, values, message) => {
    expect(() => flow(real(target, type, part), values)).toThrow(message);
  });

  it('puts the hash of a device key between its identifier and its material', () => {
    const text = real('deviceKey', 'user');
    const identifier = Buffer.from('0123456789abcdef0123456789abcdef');
    const material = Buffer.from([3, 0, 1, 77, 88, 99]);
    const head = Buffer.concat([Buffer.from([0, 2, 0, 0, identifier.length, 0, 1]), identifier]);
    const hash = createHash('sha256').update(material).digest();
    const expected = Buffer.concat([head, Buffer.from([32, 0, 2]), hash, material]);
    const result = flow(text, { searchableDeviceKey: new Uint8Array(Buffer.concat([head, material])) });
    expect(result.kind === 'value' && Buffer.from(result.value as Uint8Array).toString('hex')).toBe(
      expected.toString('hex'),
    );
    expect(flow(text, {})).toEqual({ kind: 'null' });
    expect(flow(text, { searchableDeviceKey: Uint8Array.of(1, 2, 3, 4, 0, 0, 1, 1) })).toEqual({ kind: 'null' });
  });
});

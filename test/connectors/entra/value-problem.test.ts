import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/kernel/canonical-json.ts';
import { entraSchema, valueProblem as problemIn } from '../../../src/connectors/entra/index.ts';
import { EXTENSION_TYPES, isExtensionName, withDirectoryExtensions } from '../../../src/model/directory-extension.ts';
import type { TenantType } from '../../../src/model/tenant.ts';
import { samples } from './samples.ts';

const EXTENSION = `extension_${'0'.repeat(32)}_costCentre`;

const MANY = `${EXTENSION}s`;
const typed = (type: string): string => `${EXTENSION}${type}`;
const extension = { applicationId: 'a', type: 'String', multiValued: false, on: ['user'] } as const;
const schema = withDirectoryExtensions(entraSchema, [
  { ...extension, name: EXTENSION },
  { ...extension, name: MANY, multiValued: true },
  ...EXTENSION_TYPES.map((type) => ({ ...extension, name: typed(type), type })),
]);

function valueProblem(type: TenantType, attribute: string, value: Json): string | undefined {
  return problemIn(schema, type, attribute, value);
}

describe('values that the tenant takes', () => {
  test.each<TenantType>(['user', 'group'])('the samples of a %s', (type) => {
    for (const [name, values] of samples[type]) {
      for (const value of values)
        expect(valueProblem(type, name, value), `${name} ${JSON.stringify(value)}`).toBeUndefined();
    }
  });

  test.each<[attribute: string, value: Json]>([
    ['userPrincipalName', `${'a'.repeat(64)}@${'b'.repeat(44)}.com`],
    ['userPrincipalName', "o'brien_x-1!#^~.y@contoso.com"],
    ['userPrincipalName', 'guest_fabrikam.com#EXT#@contoso.onmicrosoft.com'],
    ['mailNickname', "a.b-c_d!#$%&*+/=?^`{|}~'"],
    ['mail', 'first.last@sub.contoso.com'],
    ['usageLocation', 'no'],
    ['displayName', '😀'.repeat(128)],
    ['businessPhones', []],
    ['otherMails', Array.from({ length: 250 }, (_, index) => `a${index}@x.example`)],
    ['jobTitle', null],
    ['businessPhones', null],
    [EXTENSION, 'x'.repeat(256)],
    [EXTENSION, null],
    [MANY, ['x'.repeat(256), 'y']],
    [MANY, null],
    [typed('Boolean'), false],
    [typed('Integer'), -(2 ** 31)],
    [typed('Integer'), 2 ** 31 - 1],
    [typed('LargeInteger'), 2 ** 53 - 1],
    [typed('DateTime'), '2026-01-31T00:00:00Z'],
    [typed('Binary'), Buffer.alloc(256).toString('base64')],
    [typed('Binary'), Buffer.alloc(255).toString('base64')],
  ])('%s %j', (attribute, value) => {
    expect(valueProblem('user', attribute, value)).toBeUndefined();
  });
});

describe('values that the tenant refuses', () => {
  test.each<[type: TenantType, attribute: string, value: Json, words: RegExp]>([
    ['user', 'userPrincipalName', 'ada', /name@domain/],
    ['user', 'userPrincipalName', '@contoso.com', /name@domain/],
    ['user', 'userPrincipalName', 'ada@', /name@domain/],
    ['user', 'userPrincipalName', 'a@b@contoso.com', /name@domain/],
    ['user', 'userPrincipalName', 'ada.@contoso.com', /dot directly/],
    ['user', 'userPrincipalName', 'ada byron@contoso.com', /U\+0020/],
    ['user', 'userPrincipalName', 'åse@contoso.com', /“å” \(U\+00E5\)/],
    ['user', 'userPrincipalName', 'ada&co@contoso.com', /“&”/],
    ['user', 'userPrincipalName', 'ada@contoso_x.com', /domain name/],
    ['user', 'userPrincipalName', `${'a'.repeat(65)}@contoso.com`, /64 characters before.*65/],
    ['user', 'userPrincipalName', `ada@${'b'.repeat(49)}`, /48 characters after.*49/],
    ['user', 'userPrincipalName', `${'a'.repeat(80)}@${'b'.repeat(40)}`, /113/],
    ['user', 'userPrincipalName', null, /cleared/],
    ['user', 'mail', null, /cleared/],
    ['user', 'mail', 'no address', /name@domain/],
    ['user', 'mail', 'åse@contoso.com', /“å”/],
    ['user', 'mailNickname', 'a b', /U\+0020/],
    ['user', 'mailNickname', 'a@b', /“@”/],
    ['user', 'mailNickname', 'a\tb', /U\+0009/],
    ['user', 'mailNickname', 'x'.repeat(65), /64.*65/],
    ['user', 'employeeId', '12345678901234567', /16.*17/],
    ['user', 'usageLocation', 'NOR', /2 characters/],
    ['user', 'usageLocation', '47', /two-letter/],
    ['user', 'displayName', '', /empty/],
    ['user', 'displayName', '😀'.repeat(129), /256.*258/],
    ['user', 'jobTitle', 42, /text/],
    ['user', 'accountEnabled', 'TRUE', /true or false/],
    ['user', 'accountEnabled', null, /cleared/],
    ['user', 'businessPhones', ['1', '2'], /2 values, at most 1 is/],
    ['user', 'businessPhones', '1', /list/],
    ['user', 'otherMails', ['a@b.example', 'x'], /name@domain/],
    ['user', 'userType', 'member', /Member, Guest/],
    ['user', 'employeeLeaveDateTime', '31.12.2026', /time/],
    ['user', 'preferredColour', 'red', /no attribute/],
    ['user', EXTENSION, 'x'.repeat(257), /256.*257/],
    ['user', EXTENSION, ['x'], /text/],
    ['group', EXTENSION, 'x', /no attribute/],
    ['user', MANY, ['x', 'y'.repeat(257)], /256.*257/],
    ['user', MANY, 'x', /list/],
    ['user', typed('Boolean'), 'TRUE', /true or false/],
    ['user', typed('Integer'), 2 ** 31, /32 bits: 2147483648/],
    ['user', typed('Integer'), 1.5, /whole number/],
    ['user', typed('LargeInteger'), '9223372036854775807', /beyond 2\^53: 9223372036854775807/],
    ['user', typed('LargeInteger'), true, /whole number/],
    ['user', typed('DateTime'), '2026-01-31', /time/],
    ['user', typed('Binary'), Buffer.alloc(257).toString('base64'), /256 octets: 257/],
    ['user', `extension_${'1'.repeat(32)}_costCentre`, 'x', /no attribute/],
    ['group', 'mailNickname', 'a(b)', /“\(”/],
    ['group', 'displayName', 'x'.repeat(257), /256/],
    ['group', 'visibility', 'secret', /Private/],
    ['group', 'visibility', null, /cleared/],
  ])('%s %s %j', (type, attribute, value, words) => {
    expect(valueProblem(type, attribute, value)).toMatch(words);
  });
});

test.each<[name: string, is: boolean]>([
  [EXTENSION, true],
  ['extension_costCentre', false],
  [`extension_${'g'.repeat(32)}_x`, false],
  [`extension_${'0'.repeat(32)}_`, false],
  [`x${EXTENSION}`, false],
])('%s is the name of an extension: %s', (name, is) => {
  expect(isExtensionName(name)).toBe(is);
});

test('contacts and devices say why they are not written', () => {
  expect(entraSchema.get('contact')?.notWritable).toMatch(/Exchange/);
  expect(entraSchema.get('device')?.notWritable).toMatch(/registration/);
});

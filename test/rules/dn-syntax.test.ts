import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeRdnValue } from '../../src/model/dn.ts';
import { dnProblem } from '../../src/rules/dn-syntax.ts';

describe('a distinguished name', () => {
  it.each([
    'DC=com',
    'OU=Staff,DC=corp,DC=contoso,DC=com',
    'ou = Staff , dc=corp,dc=com',
    'CN=Byron\\, Ada,OU=Staff,DC=corp',
    'CN="Byron, Ada",DC=corp',
    'CN=a+UID=b,DC=corp',
    'CN=\\#x\\ ,DC=corp',
    'CN=Ada\\0ACNF:bbb28988,DC=corp',
    'CN=\\E5\\B1\\B1,DC=corp',
    'CN=山田,DC=corp',
    '2.5.4.3=x,DC=corp',
    'CN=a=b,DC=corp',
    'CN=R&D (Oslo)/x,DC=corp',
  ])('is well-formed: %s', (text) => {
    expect(dnProblem(text)).toBeUndefined();
  });

  it.each([
    '',
    '  ',
    'Staff',
    'Staff,DC=corp',
    'OU=,DC=corp',
    'OU=Staff,,DC=corp',
    ',OU=Staff',
    'OU=Staff,',
    'OU=Staff, ',
    'OU=Staff;DC=corp',
    'OU=a<b,DC=corp',
    'OU=a"b,DC=corp',
    'OU=a\\',
    'OU=a\\x,DC=corp',
    '=Staff,DC=corp',
    'O U=Staff,DC=corp',
    'CN=a+b,DC=corp',
    `CN=${'x'.repeat(6_000)}`,
  ])('is not: %s', (text) => {
    expect(dnProblem(text)).toBeDefined();
  });

  it('is well-formed whatever its values, when they are escaped', () => {
    const value = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        expect(dnProblem(values.map((text) => `CN=${escapeRdnValue(text)}`).join(','))).toBeUndefined();
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { dialects, functionsOf, signatureOf } from '../../src/expression/index.ts';
import type { Dialect } from '../../src/expression/index.ts';
import { flowing, issuesOf, valueOf } from './support.ts';
import type { Given } from './support.ts';

const examples = dialects.flatMap((dialect) =>
  [...functionsOf(dialect).values()].flatMap((one) =>
    one.examples.map((example) => [dialect, example.text, example] as const),
  ),
);

describe('examples of the reference', () => {
  it.each(examples)('%s: %s', (dialect, text, { given = {}, result }) => {
    expect(valueOf(text, given as Given, {}, dialect)).toEqual(flowing(result));
  });

  it.each(examples.filter(([, text]) => !/^IIF\(NULL|Redact/.test(text)))(
    '%s: nothing is wrong with %s',
    (dialect, text, { given = {} }) => {
      expect(issuesOf(text, given as Given, dialect)).toEqual([]);
    },
  );
});

describe.each<[Dialect, readonly string[]]>([
  ['connect', ['Error']],
  ['cloudSync', ['AppRoleAssignmentsComplex', 'Error', 'SelectUniqueValue', 'SingleAppRoleAssignment']],
])('the registry of %s', (dialect, without) => {
  const all = [...functionsOf(dialect)];

  it('has an example for every function that gives a value', () => {
    expect(
      all
        .filter(([, one]) => one.examples.length === 0)
        .map(([name]) => name)
        .sort(),
    ).toEqual(without);
  });

  it('finds each function under its own name, which its examples and its signature show', () => {
    for (const [name, one] of all) {
      expect(one.name).toBe(name);
      expect(signatureOf(one).startsWith(`${name}(`)).toBe(true);
      for (const example of one.examples) expect(example.text).toContain(`${name}(`);
    }
  });

  it('takes what may be left out last, and describes every function in one line', () => {
    for (const [, one] of all) {
      const optional = one.parameters.map((parameter) => parameter.optional || parameter.rest);
      expect(optional).toEqual(optional.toSorted());
      expect(one.summary).toMatch(/^[A-Z0-9][^\n]+\.$/);
    }
  });
});

describe('the two registries', () => {
  it('have the documented functions', () => {
    const union =
      'Append AppRoleAssignmentsComplex BitAnd CBool CDate Coalesce ConvertFromBase64 ConvertToBase64 ConvertToUTF8Hex Count CStr DateAdd DateDiff DateFromNum DNComponent Error FormatDateTime Guid IgnoreFlowIfNullOrEmpty IIF InStr IsNull IsNullOrEmpty IsPresent IsString Item Join Left Mid NormalizeDiacritics Not Now NumFromDate PCase RandomString Redact RemoveDuplicates Replace SelectUniqueValue SingleAppRoleAssignment Split StringFromSid StripSpaces Switch ToLower ToUpper Trim Word';
    expect([...functionsOf('cloudSync').keys()].sort()).toEqual(union.split(' ').sort());
    expect(functionsOf('connect').size).toBe(89);
  });

  it('differ where the same name means something else', () => {
    const [connect, cloudSync] = [functionsOf('connect'), functionsOf('cloudSync')];
    const shared = [...connect.keys()].filter((name) => cloudSync.has(name));
    const different = shared.filter((name) => signatureOf(connect.get(name)!) !== signatureOf(cloudSync.get(name)!));
    expect(different.sort()).toEqual(
      'CDate DNComponent DateAdd DateFromNum FormatDateTime Join Mid Now NumFromDate PCase Replace Split Switch'
        .split(' ')
        .sort(),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { dialects, functionsOf } from '../../../src/expression/index.ts';
import type { Dialect } from '../../../src/expression/index.ts';
import { EvaluationError } from '../../../src/model/rule-set.ts';
import { compileFor, valueOf } from '../support.ts';
import { certificateRows } from './certificate-rows.ts';
import { cloudSyncRows } from './cloud-sync-rows.ts';
import { connectRows } from './connect-rows.ts';
import type { Case } from './row.ts';

const rows = [...connectRows, ...certificateRows, ...cloudSyncRows];

const cases: readonly Case[] = ['normal', 'null', 'empty', 'several', 'boundary', 'error'];

/** Kinds of rows that a function cannot have: of no argument there is no kind, and a number or a date is never empty. */
const noArgument: readonly Case[] = ['null', 'empty', 'several'];
const neverEmpty: readonly Case[] = ['empty'];
const excuses: Readonly<Record<Dialect, readonly (readonly [name: string, kinds: readonly Case[]])[]>> = {
  connect: [
    ['BitAnd', neverEmpty],
    ['BitOr', neverEmpty],
    ['CBin', neverEmpty],
    ['DateFromNum', neverEmpty],
    ['Guid', noArgument],
    ['IsBitSet', neverEmpty],
    ['Now', noArgument],
    ['NumFromDate', neverEmpty],
    ['RandomNum', neverEmpty],
  ],
  cloudSync: [
    ['BitAnd', neverEmpty],
    ['DateFromNum', neverEmpty],
    ['Guid', noArgument],
    ['Now', noArgument],
    ['RandomString', neverEmpty],
  ],
};

describe('every function', () => {
  it.each(rows.map((row) => [row.dialect, row.case, row.text, row] as const))('%s, %s: %s', (_d, _c, text, row) => {
    const { dialect, given, outcome } = row;
    if ('wrong' in outcome) {
      expect(compileFor(text, given, dialect).issues.map((one) => one.code)).toContain(outcome.wrong);
    } else if ('refused' in outcome) {
      expect(() => valueOf(text, given, {}, dialect)).toThrow(EvaluationError);
    } else expect(valueOf(text, given, {}, dialect)).toEqual(outcome.value);
  });

  it.each(dialects)('of %s has rows of all six kinds, but where a kind makes no sense', (dialect) => {
    const lacking = new Map<string, readonly Case[]>();
    for (const [name, { kind }] of functionsOf(dialect)) {
      if (kind === 'unavailable') continue;
      const there = new Set(rows.filter((row) => row.dialect === dialect && row.name === name).map((row) => row.case));
      const missing = cases.filter((one) => !there.has(one));
      if (missing.length > 0) lacking.set(name, missing);
    }
    expect(lacking).toEqual(new Map(excuses[dialect]));
  });

  it.each(dialects)('of %s that has no meaning here is refused', (dialect) => {
    const names = [...functionsOf(dialect)].filter(([, { kind }]) => kind === 'unavailable').map(([name]) => name);
    const refusals = rows.filter((row) => row.dialect === dialect && names.includes(row.name));
    expect(new Set(refusals.map(({ name }) => name))).toEqual(new Set(names));
    for (const { outcome } of refusals) expect(outcome).toEqual({ wrong: 'EXP017' });
  });

  it('is in rows that name it and say where they come from', () => {
    for (const row of rows) {
      expect(row.text).toContain(`${row.name}(`);
      expect(row.source).not.toBe('');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { dialects, functionsOf } from '../../../src/expression/index.ts';
import { EvaluationError } from '../../../src/model/rule-set.ts';
import { compileFor, valueOf } from '../support.ts';
import { certificateRows } from './certificate-rows.ts';
import { cloudSyncRows } from './cloud-sync-rows.ts';
import { connectRows } from './connect-rows.ts';

const rows = [...connectRows, ...certificateRows, ...cloudSyncRows];

describe('every function', () => {
  it.each(rows.map((row) => [row.dialect, row.case, row.text, row] as const))('%s, %s: %s', (_d, _c, text, row) => {
    const { dialect, given, outcome } = row;
    if ('wrong' in outcome) {
      expect(compileFor(text, given, dialect).issues.map((one) => one.code)).toContain(outcome.wrong);
    } else if ('refused' in outcome) {
      expect(() => valueOf(text, given, {}, dialect)).toThrow(EvaluationError);
    } else expect(valueOf(text, given, {}, dialect)).toEqual(outcome.value);
  });

  it.each(dialects)('of %s has its rows: what it does, and what it refuses', (dialect) => {
    for (const [name, one] of functionsOf(dialect)) {
      const cases = new Set(rows.filter((row) => row.dialect === dialect && row.name === name).map((row) => row.case));
      const least = one.kind === 'unavailable' || name === 'RandomString' ? ['error'] : ['normal', 'error'];
      const withNull = one.kind === 'plain' && one.parameters.length > 0 ? [...least, 'null'] : least;
      expect([name, ...withNull.filter((kind) => !cases.has(kind as never))]).toEqual([name]);
    }
  });

  it('is in rows that name it and say where they come from', () => {
    for (const row of rows) {
      expect(row.text).toContain(`${row.name}(`);
      expect(row.source).not.toBe('');
    }
  });
});

import { describe, test } from 'vitest';
import { sourceSteps } from '../../conformance/source.ts';
import { connectorOver, ldifOf } from './fixture.ts';

describe('an LDIF file is a source', () => {
  for (const { name, run } of sourceSteps) {
    test(name, () => run((entries, use) => use(connectorOver(ldifOf(entries)))));
  }
});

describe('cut into pieces of seven bytes it is the same source', () => {
  for (const { name, run } of sourceSteps.filter((step) => !/\d,\d/.test(step.name))) {
    test(name, () => run((entries, use) => use(connectorOver(ldifOf(entries), { piece: 7 }))));
  }
});

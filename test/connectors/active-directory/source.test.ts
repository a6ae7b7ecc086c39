import { describe, test } from 'vitest';
import { sourceSteps } from '../../conformance/source.ts';
import { withFakeSource } from './fixture.ts';

describe('a domain controller is a source', () => {
  for (const { name, run } of sourceSteps) {
    test(name, () => run((entries, use) => withFakeSource({ entries }, ({ connector }) => use(connector))));
  }
});

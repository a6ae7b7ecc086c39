import { expect, test } from 'vitest';
import { renderProposals } from '../../src/render/index.ts';

const none = { file: undefined, written: [], open: [], left: 0, quiet: false };

test.each([
  [0, 'Nothing to adopt: no object of the tenant that nobody owns may be one of these.\n'],
  [1, 'Nothing more to adopt: 1 pair of the workspace waits for apply.\n'],
  [1200, 'Nothing more to adopt: 1,200 pairs of the workspace wait for apply.\n'],
])('with nothing to propose, pairs that wait are told: %i', (waiting, text) => {
  expect(renderProposals({ ...none, waiting })).toBe(text);
});

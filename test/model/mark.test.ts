import { expect, test } from 'vitest';
import { formatMark, parseMark } from '../../src/model/mark.ts';

const anchor = '00112233-4455-6677-8899-aabbccddeeff';

test.each([
  [{ workspace: 'contoso', connector: 'corp', anchor }, `v1;contoso;corp;${anchor};`],
  [
    { workspace: 'contoso', connector: 'corp', anchor, leavingSince: '2026-11-22' },
    `v1;contoso;corp;${anchor};2026-11-22`,
  ],
  [{ workspace: 'c', connector: 'd', anchor, leavingSince: '2024-02-29' }, `v1;c;d;${anchor};2024-02-29`],
])('%j is written and read as %s', (mark, text) => {
  expect(formatMark(mark)).toBe(text);
  expect(parseMark(text)).toEqual(mark);
});

test('the longest mark fits into an extension value', () => {
  const name = 'n'.repeat(64);
  expect(
    formatMark({ workspace: name, connector: name, anchor, leavingSince: '2026-11-22' }).length,
  ).toBeLessThanOrEqual(256);
});

test.each([
  '',
  'v1',
  `v2;contoso;corp;${anchor};`,
  `v1;contoso;corp;${anchor}`,
  `v1;contoso;corp;${anchor};;`,
  `v1;;corp;${anchor};`,
  `v1;contoso;corp;${anchor.toUpperCase()};`,
  `v1;contoso;corp;{${anchor}};`,
  `v1;contoso;corp;${anchor};2026-13-01`,
  `v1;contoso;corp;${anchor};2026-02-30`,
  `v1;contoso;corp;${anchor};9999-99-99`,
  `v1;contoso;corp;${anchor};today`,
  `v1;contoso;corp;${anchor};\n`,
  ` v1;contoso;corp;${anchor};`,
])('%j is no mark of ours', (text) => {
  expect(parseMark(text)).toBeUndefined();
});

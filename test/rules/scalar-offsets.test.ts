import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, parse, Scalar } from 'yaml';
import { newProblems } from '../../src/rules/problems.ts';
import { readYaml } from '../../src/rules/read-yaml.ts';
import { rangeInside } from '../../src/rules/scalar-offsets.ts';
import { within } from '../../src/rules/tree.ts';
import type { ScalarNode } from '../../src/rules/tree.ts';
import { load, marked, placed, rule, topology } from './workspace.ts';

/**
 * A value written in one style, below two keys, and the node that reading it gives. The library does not write every
 * value so that it reads as itself; what counts here is what was read.
 */
function nodeOf(value: string, style: Scalar.Type, lineWidth: number): ScalarNode {
  const scalar = new Scalar(value);
  scalar.type = style;
  const text = new Document({ flows: { displayName: scalar } }).toString({ lineWidth });
  const problems = newProblems();
  const node = within(readYaml({ path: 'x.yaml', text }, problems.report)[0], 'flows', 'displayName');
  fc.pre(node?.kind === 'scalar' && node.text !== '');
  return node;
}

const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;

const pieces = fc.constantFrom(
  ...[
    'IIF',
    '(',
    ')',
    '[givenName]',
    '"',
    "'",
    '&',
    ' ',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\t',
    '\\',
    '#',
    ' #',
    ': ',
    ',',
    'é',
    '日本',
    '🚀',
    '\u00a0',
    '\u0085',
    '=',
  ],
);
const values = fc.array(pieces, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(''));

function isSpace(character: string): boolean {
  return /[ \t\r\n]/.test(character);
}

/** What a piece of source stands for. */
function read(node: ScalarNode, start: number, end: number): string {
  const range = rangeInside(node, start, end);
  const raw = range.source.text.slice(range.start, range.end);
  if (node.style === 'single') return raw.replaceAll("''", "'");
  return node.style === 'double' ? String(parse(`"${raw}"`)) : raw;
}

describe('places inside a scalar', () => {
  it.each(styles)('are exact in style %s', (style) => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 20, 80), (written, lineWidth) => {
        const node = nodeOf(written, style, lineWidth);
        const value = node.text;
        let before = node.range.start;
        for (const [index, character] of Array.from(
          { length: value.length },
          (_, at) => [at, value.charAt(at)] as const,
        )) {
          const range = rangeInside(node, index, index + 1);
          expect(range.start).toBeGreaterThanOrEqual(node.range.start);
          expect(range.end).toBeLessThanOrEqual(node.range.end);
          if (isSpace(character)) continue;
          // Every character that is no white space stands after the one before it and is written there.
          expect(range.start).toBeGreaterThanOrEqual(before);
          before = range.start;
          const pair = /[\ud800-\udbff]/.test(character) ? 2 : 1;
          if (!/[\udc00-\udfff]/.test(character))
            expect(read(node, index, index + pair)).toBe(value.slice(index, index + pair));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('stay inside for any offsets', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...styles), fc.nat(200), fc.nat(200), (value, style, start, length) => {
        const node = nodeOf(value, style, 40);
        const range = rangeInside(node, start, start + length);
        expect(range.start).toBeGreaterThanOrEqual(node.range.start);
        expect(range.end).toBeLessThanOrEqual(node.range.end);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
      }),
      { numRuns: 300 },
    );
  });
});

const head =
  'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\nflows:\n';

describe('an unknown attribute in an expression is shown at its place', () => {
  it.each([
    ['plain', 'displayName: =[givenName] & ¦[emial]'],
    ['single quotes', `displayName: '=[givenName] & "''" & ¦[emial]'`],
    ['double quotes', 'displayName: "=[givenName] & \\"\\u0041\\" & ¦[emial]"'],
    ['double quotes over lines', 'displayName: "=[givenName] & \\\n\n    \\"x\\" & ¦[emial]"'],
    ['single quotes over lines', "displayName: '=[givenName] &\n\n    ¦[emial]'"],
    ['literal', 'displayName: |-\n  =[givenName] &\n    ¦[emial]'],
    ['literal with indicator and comment', 'displayName: |2- # why\n    =[givenName] &\n    ¦[emial]'],
    ['folded', 'displayName: >-\n  =[givenName]\n\n  & "a"\n    & ¦[emial]'],
    ['expression key', 'displayName: { expression: "Trim(¦[emial])" }'],
    ['expression key, folded', 'displayName:\n  expression: >\n    Trim(\n      ¦[emial])'],
  ])('%s', async (_name, flow) => {
    const { text, places } = marked(rule('r', head + flow.replace(/^/gm, '  ')));
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'case.yaml': text });
    expect(diagnostics.map(placed)).toEqual([`EXP004 case.yaml:${places[0] ?? ''}`]);
  });

  it('with line ends of Windows', async () => {
    const { text, places } = marked(rule('r', `${head}  displayName: |-\n    =[givenName] &\n      ¦[emial]`));
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'case.yaml': text.replaceAll('\n', '\r\n') });
    expect(diagnostics.map(placed)).toEqual([`EXP004 case.yaml:${places[0] ?? ''}`]);
  });
});

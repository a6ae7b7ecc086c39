import { describe, expect, test } from 'vitest';
import type { AttributeExplanation, Explanation, TenantExplanation } from '../../src/model/explanation.ts';
import type { Value } from '../../src/model/value.ts';
import { renderExplanation, renderExplanationJson } from '../../src/render/index.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  ansi: '\u001b[2J\u001b[31mred\u001b]8;;http://x\u0007link\u001b]8;;\u0007',
  bidi: 'user\u202egnp.exe\u2066x\u2069',
  invisible: 'a\u200bb\u2060c\ufeffd\u00ade',
  newlines: 'first\nwins  1 rule (x:1)\r\nthird\u2028fourth\u0000end\ttab',
  lone: 'half \ud83d of a pair',
  huge: 'x\u202e'.repeat(5000),
  prototype: '__proto__',
  empty: '',
};

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const wide = { colour: false, width: 160 };

/** Everything that an explanation can hold, with the same text wherever a text may stand. */
function everything(text: string, value: Value = text): Explanation {
  const clause = { attribute: text, operator: 'in', comparands: [text, 1n], at: text, actual: value } as const;
  const scope = [
    [
      { ...clause, outcome: 'holds' },
      { ...clause, outcome: 'fails' },
    ],
    [{ ...clause, outcome: 'groupOutOfSight' }],
  ] as const;
  const rule = { rule: text, at: text, precedence: 1.005, link: 'join', scope } as const;
  const step = { text, start: 0, end: 1, values: [], times: 0, failed: true, steps: [] };
  const traced = [
    { kind: 'null' },
    { kind: 'value', value },
    { kind: 'date', instant: text },
    { kind: 'list', items: [{ kind: 'value', value }, { kind: 'clear' }, { kind: 'ignore' }] },
  ] as const;
  const candidate = {
    rule: text,
    at: text,
    precedence: 3,
    flow: `=${text}`,
    from: text,
    applyOnce: true,
    reads: [{ attribute: text, value }],
    steps: { ...step, failed: false, steps: [{ ...step, values: traced, times: 9, steps: [step] }] },
  };
  const inbound: readonly AttributeExplanation[] = [
    {
      attribute: text,
      merge: 'merge',
      result: { kind: 'value', value },
      candidates: [
        { ...candidate, standing: 'passes', outcome: { kind: 'null' } },
        { ...candidate, standing: 'ignored', outcome: { kind: 'ignore' } },
        { ...candidate, standing: 'contributes', outcome: { kind: 'value', value } },
        { ...candidate, standing: 'wins', outcome: { kind: 'clear' } },
        { ...candidate, standing: 'outranked', outcome: { kind: 'value', value } },
      ],
    },
    {
      attribute: text,
      merge: 'update',
      result: { kind: 'failed' },
      candidates: [{ ...candidate, standing: 'fails', outcome: { kind: 'error', message: text, start: 0, end: 1 } }],
    },
    {
      attribute: text,
      merge: 'update',
      result: { kind: 'empty' },
      candidates: [{ ...candidate, standing: 'passes', outcome: { kind: 'null' } }],
    },
  ];
  return {
    asOf: '2026-11-22T00:00:00.000Z',
    source: {
      key: text,
      connector: text,
      guid: text,
      dn: text,
      type: text,
      attributes: [
        { attribute: text, value },
        { attribute: `${text}!`, value: undefined },
      ],
      filter: { name: text, at: text, container: { dn: text, include: false, at: text }, scope, refusal: text },
      rules: [
        { ...rule, inScope: true },
        { ...rule, inScope: false },
        { ...rule, inScope: undefined },
      ],
      joins: [{ rule: text, at: text, conditions: [{ from: text, to: text, value }], found: [text, text] }],
      identity: {
        type: text,
        by: { kind: 'joined', rule: text, at: text },
        links: [
          { key: text, dn: text },
          { key: text, dn: text },
        ],
        inbound,
        outboundRules: [{ ...rule, inScope: true }],
        outbound: inbound,
      },
      verdict: { kind: 'failed', message: text, at: text },
    },
    tenant: tenantOf(text),
  };
}

function tenantOf(text: string): TenantExplanation {
  const object = { type: 'user', key: text, id: text, name: text } as const;
  const why = [{ rule: text, at: text, flow: text, losers: [text] }];
  const change = { attribute: text, before: text, after: `${text}?`, why };
  const base = { id: text, after: [], object, mark: text };
  const held = { reason: 'nameTaken', detail: text } as const;
  return {
    standing: { kind: 'held', ...held },
    object: { type: 'user', id: text, name: text, anchor: text, mark: text, mastery: 'cloud' },
    attributes: [
      { attribute: text, present: text },
      { attribute: text, present: [text], change },
      { attribute: text, present: null, held: { ...held, change } },
    ],
    operations: [
      { ...base, kind: 'update', from: text, changes: [change] },
      { ...base, kind: 'leave', reason: text, newMark: text, changes: [], deleteAfter: text, licences: 1 },
      { ...base, kind: 'delete', reason: text, licences: 1 },
      { ...base, kind: 'setManager', before: null, manager: object, why },
      { ...base, kind: 'addMember', member: object },
      { ...base, kind: 'removeMember', member: object },
    ],
    held: [{ kind: 'held', object, ...held, would: 'update', changes: [change] }],
  };
}

describe.each(Object.entries(HOSTILE))('a directory that holds %s', (_, text) => {
  test('writes nothing on the screen that cannot be seen', () => {
    for (const value of [text, [text, { dn: text }]] as const) {
      for (const view of [wide, { ...wide, attribute: 'a' }]) {
        const lines = renderExplanation(everything(text, value), view).split('\n');
        for (const line of lines) {
          expect(line).not.toMatch(CONTROLS);
          expect(line.length).toBeLessThan(8000);
        }
        // As many lines as a harmless text makes: nothing of the outside begins a line of its own.
        const harmless = renderExplanation(everything('a'.repeat(text.length), value), view).split('\n');
        expect(lines.length).toBeLessThanOrEqual(harmless.length + 60);
      }
    }
  });

  test('is the same data in JSON', () => {
    const { format, version, source } = JSON.parse(renderExplanationJson(everything(text))) as {
      format: string;
      version: number;
      source: Explanation['source'];
    };
    expect([format, version]).toEqual(['lockstep-explanation', 1]);
    expect(source?.dn).toBe(text);
    expect(source?.identity?.inbound[0]?.candidates).toHaveLength(5);
  });
});

test('values of every kind', () => {
  const shown = (value: Value | undefined) =>
    renderExplanation(
      {
        asOf: '',
        source: {
          ...everything('x').source!,
          attributes: [{ attribute: 'it', value }],
        },
      },
      wide,
    );
  expect(shown(2n ** 60n)).toContain('it  1152921504606846976\n');
  expect(shown(Uint8Array.of(1, 2, 3))).toContain('it  bytes AQID\n');
  expect(shown({ dn: 'CN=a' })).toContain('it  dn "CN=a"\n');
  expect(shown(['b', 1, true])).toContain('it  ["b", 1, true]\n');
  expect(shown(Array.from({ length: 9 }, (_, index) => String(index)))).toContain('"5" and 3 more]\n');
  expect(shown(undefined)).toContain('Absent: it\n');
});

test('JSON: bytes, references and large integers have a form of their own, absence has none', () => {
  const explanation = everything('x', [Uint8Array.of(1, 2, 3), { dn: 'CN=a' }, 2n ** 60n]);
  const { source } = JSON.parse(renderExplanationJson(explanation)) as { source: { attributes: unknown } };
  expect(source.attributes).toEqual([
    { attribute: 'x', value: [{ base64: 'AQID' }, { dn: 'CN=a' }, '1152921504606846976'] },
    { attribute: 'x!' },
  ]);
});

test('flows: who wins, who was outranked and what it would have given', () => {
  const candidate = { at: 'rules.yaml:4', applyOnce: false, reads: [] };
  const attribute: AttributeExplanation = {
    attribute: 'title',
    merge: 'update',
    result: { kind: 'value', value: 'Chief' },
    candidates: [
      {
        ...candidate,
        rule: 'titles',
        precedence: 90,
        flow: '="Chief"',
        standing: 'wins',
        outcome: { kind: 'value', value: 'Chief' },
      },
      {
        ...candidate,
        rule: 'lockstep/default@1:user-common',
        precedence: 106.333333,
        flow: 'title',
        standing: 'outranked',
        outcome: { kind: 'value', value: 'Dr' },
      },
    ],
  };
  const { source } = everything('x');
  const text = renderExplanation(
    { asOf: '', source: { ...source!, identity: { ...source!.identity!, inbound: [attribute], outbound: [] } } },
    wide,
  );
  expect(text).toContain(
    [
      '  title = "Chief"',
      '    wins            90  titles (rules.yaml:4)             ="Chief"',
      '    outranked   106.33  lockstep/default@1:user-common:4  title  -> "Dr"',
    ].join('\n'),
  );
});

test('an object that only the tenant has', () => {
  const text = renderExplanation(
    {
      asOf: '',
      tenant: {
        ...tenantOf('x'),
        standing: { kind: 'notOurs', detail: 'it carries no owner mark' },
        operations: [],
        held: [],
      },
    },
    wide,
  );
  expect(text).toContain('No source shows this object.');
  expect(text).toContain('In the tenant  not ours: it carries no owner mark.');
  expect(text).toContain('The plan  leaves it as it is.');
});

test('colour adds nothing but colour', () => {
  const plain = renderExplanation(everything('x'), wide);
  const coloured = renderExplanation(everything('x'), { ...wide, colour: true });
  expect(coloured).not.toBe(plain);
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('a leaver is told as the plan tells it', () => {
  const text = renderExplanation({ asOf: '', tenant: { ...tenantOf('x'), held: [] } }, wide);
  expect(text).toContain('disable, delete after x; x');
});

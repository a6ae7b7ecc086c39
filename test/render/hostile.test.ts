import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../src/kernel/diagnostic.ts';
import {
  renderDiagnostics,
  renderDiagnosticsJson,
  renderPlan,
  renderPlanJson,
  renderReport,
} from '../../src/render/index.ts';
import { nameText, quoted, visible } from '../../src/render/escape.ts';
import { change, create, group, held, leave, member, planOf, remove, setManager, update, user } from './plans.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  markup: '<script>alert(1)</script> **bold** [x](javascript:y) | a | b |',
  backticks: '```\n# heading\n```',
  mention: '@security-team please approve',
  ansi: '\u001b[2J\u001b[31mred\u001b]8;;http://x\u0007link\u001b]8;;\u0007',
  c1: '\u009b31m\u0085next',
  bidi: 'user\u202egnp.exe\u2066x\u2069\u061c',
  invisible: 'a\u200bb\u2060c\ufeffd\u00ade\u{e0041}f\u3164',
  newlines: 'first\nsecond\r\nthird\u2028fourth\u2029\u0000end\ttab',
  spaces: ' lead   + admin@contoso.com   -> x ',
  lone: 'half \ud83d of a pair',
  huge: 'x\u202e'.repeat(5000),
  workflow: '::error file=a.ts::gotcha\n::set-output name=x::y',
  prototype: '__proto__',
  empty: '',
};

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function planAbout(text: string) {
  const someone = user(text);
  const team = group(text);
  return planOf({
    operations: [
      {
        kind: 'defineExtension',
        id: 'define',
        after: [],
        name: text,
        targets: ['user'],
        applicationId: 'x',
        dataType: 'String',
        multiValued: false,
      },
      create(user(`new ${text}`), [change(text, null, text, text)]),
      update(someone, [
        change(text, text, `${text}!`, text),
        change('list', [text], [`${text}?`]),
        change('json', { [text]: text }, null),
      ]),
      setManager(someone, user(text), null),
      leave(user(`old ${text}`), text, 1),
      remove(user(`gone ${text}`), text, 1),
      member('addMember', team, someone),
      member('removeMember', team, someone),
    ],
    held: [held(someone, 'nameTaken', text, [change(text, text, null)])],
    findings: [{ code: text, blocks: true, detail: text, policyKey: text, operations: [text], count: 1 }],
    census: { notCarried: [{ type: text, count: 2, reason: text }] },
    envelope: {
      tenantName: text,
      tenantId: text,
      revision: text,
      asOf: text,
      sources: [{ connector: text, origin: text, readAt: text }],
    },
  });
}

describe.each(Object.entries(HOSTILE))('%s', (_, text) => {
  test.each([undefined, text])('a plan shows it and obeys nothing', (object) => {
    const lines = renderPlan(planAbout(text), {
      colour: false,
      width: 120,
      full: true,
      ...(object === undefined ? {} : { object }),
    }).split('\n');
    for (const line of lines) expect(line).not.toMatch(CONTROLS);
  });

  test('a plan in JSON gives it back as it was', () => {
    const document = JSON.parse(renderPlanJson(planAbout(text))) as { held: { object: { name: string } }[] };
    expect(document.held[0]?.object.name).toBe(text);
  });

  test('a report shows it and obeys nothing', () => {
    const plan = planAbout(text);
    const results = plan.body.operations.map(({ id }) => ({
      operation: id,
      outcome: { status: 'failed' as const, code: text, message: text, requestId: text },
    }));
    const report = { runId: text, planDigest: text, startedAt: text, endedAt: text, interrupted: false, results };
    for (const line of renderReport(report, plan, { colour: false }).split('\n')) expect(line).not.toMatch(CONTROLS);
  });

  test('a diagnostic shows it and obeys nothing', () => {
    const source = { path: text, text };
    const one = diagnostic('CLI001', {
      detail: text,
      subject: text,
      help: text,
      range: { source, start: 0, end: text.length },
    });
    const lines = renderDiagnostics([one], { colour: false }).split('\n');
    for (const line of lines) expect(line).not.toMatch(CONTROLS);
    expect(JSON.parse(renderDiagnosticsJson([one]))).toMatchObject({
      diagnostics: [{ detail: text, range: { file: text } }],
    });
  });
});

test('no line of a plan grows with a value', () => {
  const lines = renderPlan(planAbout(HOSTILE['huge'] ?? ''), { colour: false, width: 120 }).split('\n');
  expect(Math.max(...lines.slice(1).map((line) => line.length))).toBeLessThan(2000);
});

test('an entry cannot be faked by a name', () => {
  expect(nameText('All Staff')).toBe('All Staff');
  expect(nameText('Ærø (Øst) 営業')).toBe('Ærø (Øst) 営業');
  expect(nameText('x   + admin@contoso.com')).toBe('"x   + admin@contoso.com"');
  expect(nameText('a, b')).toBe('"a, b"');
  expect(nameText('')).toBe('""');
  expect(nameText(' x')).toBe('" x"');
  expect(nameText('- x')).toBe('"- x"');
});

test('escapes can be told from the text that looks like them', () => {
  expect(quoted('a\nb')).toBe('"a\\nb"');
  expect(quoted('a\\nb')).toBe('"a\\\\nb"');
  expect(quoted('say "x"')).toBe('"say \\"x\\""');
  expect(visible('\u{e0041}\u202e\u0007')).toBe('\\u{e0041}\\u202e\\u0007');
});

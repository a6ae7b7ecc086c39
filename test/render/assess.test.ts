import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/index.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import { renderAssessment, renderAssessmentJson, renderAssessmentMarkdown } from '../../src/render/index.ts';
import { connector, entra, given, outbound, rule, WORKSPACE } from '../assess/inputs.ts';
import { stranger } from '../support/world/tenant.ts';

const HOSTILE = '\u001b[2J</td><script>|x|\n\u202e**`[a](b)`" ]]';

/** Every name that comes from outside is this one. */
function hostile(text: string): Assessment {
  const input = given({
    server: {
      connectors: [
        connector({ name: text, category: text }),
        { ...entra, name: text },
        connector({ id: 'x', name: text, kind: 'other' }),
      ],
      rules: [rule({ name: text, tag: undefined }), outbound('device', { name: text })],
      settings: { 'UserSignIn.SignOnMethod': `federation ${text}`, 'Synchronize.StagingMode': 'False' },
    },
    tenant: {
      facts: { liveSync: true, domains: [{ name: text, verified: true, federated: true, initial: false }] },
      objects: [stranger('sync', { name: `Sync_${text.replaceAll(/[^x]/g, 'y')}_0123456789ab@x` })],
    },
    workspace: { ...WORKSPACE, folder: text, connectors: [text, text] },
  });
  return assess({ ...input, unread: text });
}

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const withoutLineEnds = (text: string) => text.replaceAll('\n', '');

test('nothing from outside writes on the screen or in the document', () => {
  const plain = renderAssessment(hostile('plain'));
  const text = renderAssessment(hostile(HOSTILE));
  expect(withoutLineEnds(text)).not.toMatch(CONTROLS);
  expect(text.split('\n')).toHaveLength(plain.split('\n').length);
  const markdown = renderAssessmentMarkdown(hostile(HOSTILE));
  expect(withoutLineEnds(markdown)).not.toMatch(CONTROLS);
  expect(markdown).not.toMatch(/(?<!\\)<script|(?<!\\)\*\*`|(?<!\\)\]\(b/);
  expect(markdown.split('\n')).toHaveLength(renderAssessmentMarkdown(hostile('plain')).split('\n').length);
  for (const row of markdown.split('\n').filter((line) => line.startsWith('| '))) {
    expect(row.match(/(?<!\\)\|/g), row).toHaveLength(4);
  }
});

test('a name without an end is cut', () => {
  const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
  expect(
    longest(
      renderAssessment(assess(given({ server: { rules: [rule({ name: 'x'.repeat(100_000), tag: undefined })] } }))),
    ),
  ).toBeLessThan(600);
});

describe('text', () => {
  const live = assess(
    given({
      server: {
        rules: [
          outbound('device', { name: 'Out - Device' }),
          ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => rule({ name, tag: undefined })),
        ],
        settings: { 'Synchronize.StagingMode': 'False' },
      },
      tenant: { facts: { liveSync: true }, objects: [stranger('ada', { mastery: 'otherEngine' })] },
    }),
  );
  const text = renderAssessment(live);

  test('tells the situation with what says so', () => {
    expect(text).toContain(
      [
        '  yes         Entra Connect is live',
        '              - onPremisesSyncEnabled of the tenant is true (tenant.snapshot)',
        '              - the setting "Microsoft.Synchronize.StagingMode = False" (MV.xml:2)',
      ].join('\n'),
    );
  });

  test('tells what is in use, the gravest first, with fact, source and next step', () => {
    const [, inUse = ''] = text.split('\nIn use\n');
    const verdicts = [...(inUse.split('\n\n')[0] ?? '').matchAll(/^ {2}(\S.{9,10}\S*?) {2,}/gm)].map(([, word = '']) =>
      word.trim(),
    );
    expect(verdicts).toEqual(['not at all', 'read-only', 'read-only']);
    expect(inUse).toContain(
      [
        '  not at all  Device sync (hybrid join)',
        '              - the rule "Out - Device" (rule.xml:2)',
        '              Graph does not let an application create devices. https://learn.microsoft.com/graph/api/device-post-devices',
        '              Next: Keep Connect for hybrid join, or join devices to Entra ID.',
      ].join('\n'),
    );
  });

  test('counts evidence that would fill the screen', () => {
    expect(text).toContain('- the rule "d" (rule.xml:2)\n              - and 2 more\n');
    expect(text).not.toContain('the rule "e"');
  });

  test('puts together what lacks the same, and ends with what to type', () => {
    expect(text).toMatch(/\n {2}not at all {2}Pass-through authentication\n {14}missing: The setting /);
    expect(text).toMatch(
      /\nNext\n {2}lockstep import entra-connect export --out identities\n {4}\S.*\n(?: {2}.*\n){4}$/,
    );
  });
});

test('JSON holds all evidence and the diagnostics', () => {
  const rules = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => rule({ name, tag: undefined }));
  const document = JSON.parse(renderAssessmentJson(assess(given({ server: { rules } })), [])) as {
    readonly features: readonly { readonly kind: string; readonly evidence: readonly unknown[] }[];
  };
  expect(document).toMatchObject({
    format: 'lockstep-assessment',
    version: 1,
    inputs: { export: 'export' },
    diagnostics: [],
  });
  expect(document.features.find(({ kind }) => kind === 'customRules')?.evidence).toHaveLength(6);
});

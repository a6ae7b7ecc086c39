import { codes } from '../../../kernel/codes/index.ts';
import type { Finding } from '../../../model/plan.ts';
import { code, prose, shortened, textCode } from '../../forge/inline.ts';
import type { Section } from '../../forge/ladder.ts';
import { count, grouped, sentence } from '../../words.ts';
import { consentedBy } from '../finding-lines.ts';

const MOST_CODES = 8;

/** What the guards found: what blocks first. */
export function findingSections(findings: readonly Finding[]): readonly Section[] {
  return [
    ...section(
      'What blocks it',
      findings.filter(({ blocks }) => blocks),
    ),
    ...section(
      'Blocked, and left out of this plan',
      findings.filter(({ heldBack }) => heldBack === true),
    ),
    ...section(
      'Consented',
      findings.filter(({ consent }) => consent !== undefined),
    ),
    ...section(
      'Worth a look',
      findings.filter((one) => !one.blocks && one.heldBack !== true && one.consent === undefined),
    ),
  ];
}

/** The codes of what blocks, each once. */
export function blockingCodes(findings: readonly Finding[]): string {
  const all = [...new Set(findings.filter(({ blocks }) => blocks).map((one) => one.code))];
  const shown = all.slice(0, MOST_CODES).map((one) => textCode(one, 40));
  return `${shown.join(', ')}${all.length > shown.length ? ` and ${grouped(all.length - shown.length)} more` : ''}`;
}

function section(words: string, findings: readonly Finding[]): readonly Section[] {
  if (findings.length === 0) return [];
  const rung = {
    of: findings.length,
    things: 'findings',
    *entries() {
      for (const finding of findings) yield entry(finding);
    },
  };
  return [{ title: `<b>${words}</b>: ${count(findings.length, 'finding')}`, open: true, rungs: [rung] }];
}

function entry(finding: Finding): string {
  const known = Object.hasOwn(codes, finding.code) ? codes[finding.code as keyof typeof codes] : undefined;
  const concerned = finding.count === 0 ? '' : ` It concerns ${count(finding.count, 'operation')}.`;
  const governed =
    finding.policyKey === '' ? '' : ` Governed by ${code(shortened(finding.policyKey, 100))} in the Policy.`;
  return [
    `- **${textCode(finding.code, 40)}${known === undefined ? '' : ` ${prose(known.summary)}`}**`,
    ...(finding.detail === '' ? [] : [`  - ${prose(sentence(shortened(finding.detail, 800)))}${concerned}`]),
    ...(finding.consent === undefined
      ? known === undefined
        ? []
        : [`  - What to do: ${prose(known.fix)}${governed}`]
      : [`  - ${prose(consentedBy(finding.count, finding.consent))}.`]),
  ].join('\n');
}

import { codes } from '../../kernel/codes/index.ts';
import type { CodeEntry } from '../../kernel/codes/index.ts';
import type { Finding } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { count, sentence } from '../words.ts';

/** What the guards found: what blocks first. */
export function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const blocking = findings.filter((finding) => finding.blocks);
  const warnings = findings.filter((finding) => !finding.blocks);
  return [
    ...section(paint('error', 'Blocked: nothing of this plan will be written'), blocking, paint),
    ...section(paint('warning', 'Worth a look'), warnings, paint),
  ];
}

function section(title: string, findings: readonly Finding[], paint: Paint): readonly string[] {
  return findings.length === 0 ? [] : [title, ...findings.flatMap((finding) => one(finding, paint))];
}

function one(finding: Finding, paint: Paint): readonly string[] {
  const entry = entryOf(finding.code);
  const governed = finding.policyKey === '' ? [] : [`Governed by ${brief(finding.policyKey)} in the Policy.`];
  const concerned = finding.count === 0 ? [] : [`It concerns ${count(finding.count, 'operation')}.`];
  return [
    `  ${paint('strong', brief(finding.code))}  ${entry?.summary ?? ''}`.trimEnd(),
    `        ${[sentence(brief(finding.detail, 800)), ...concerned].join(' ')}`,
    `        ${[...(entry === undefined ? [] : [entry.fix]), ...governed].join(' ')}`,
  ];
}

/** A plan file may come from another version, whose codes this one does not know. */
export function entryOf(code: string): CodeEntry | undefined {
  return Object.hasOwn(codes, code) ? codes[code as keyof typeof codes] : undefined;
}

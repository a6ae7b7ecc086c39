import { codes } from '../../kernel/codes/index.ts';
import type { CodeEntry } from '../../kernel/codes/index.ts';
import type { Consent } from '../../model/consent.ts';
import type { Finding } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { count, grouped, sentence } from '../words.ts';

/** What the guards found: what blocks first. */
export function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const blocking = findings.filter((finding) => finding.blocks);
  const heldBack = findings.filter((finding) => finding.heldBack === true);
  const consented = findings.filter(({ consent }) => consent !== undefined);
  const warnings = findings.filter((one) => !one.blocks && one.heldBack !== true && one.consent === undefined);
  return [
    ...section(paint('error', 'Blocked: nothing of this plan will be written'), blocking, paint),
    ...section(paint('warning', 'Blocked, and left out of this plan'), heldBack, paint),
    ...section(paint('warning', 'Consented'), consented, paint),
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
    `        ${finding.consent === undefined ? [...(entry === undefined ? [] : [entry.fix]), ...governed].join(' ') : consentText(finding, finding.consent)}`,
  ];
}

function consentText({ count: number }: Finding, consent: Consent): string {
  return `${consentedBy(number, consent)}.`;
}

/** `Consented: 3 of 5, by --allow-hazard`. */
export function consentedBy(number: number, { by, maximum, approval = '' }: Consent): string {
  const of = by === 'flag' ? '--allow-hazard' : `approval ${brief(approval)}`;
  return `Consented: ${grouped(number)} of ${grouped(maximum)}, by ${of}`;
}

/** A plan file may come from another version, whose codes this one does not know. */
export function entryOf(code: string): CodeEntry | undefined {
  return Object.hasOwn(codes, code) ? codes[code as keyof typeof codes] : undefined;
}

import type { Census, Held, NotCarried, Plan } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import { holdReasons } from '../hold-reasons.ts';
import { count, grouped } from '../words.ts';
import { causeLines } from './cause-view.ts';
import { hazardsText } from '../hazard-words.ts';
import { byReason } from './held-lines.ts';
import { tallyText, TO_DO } from './tally.ts';
import type { Tally } from './tally.ts';

/** The last lines: what would happen, and what became of everything else. */
export function censusLines(plan: Plan, tally: Tally): readonly string[] {
  return [
    `${changesSentence(tally, plan.body.held.length > 0)} ${verdict(plan)}`,
    ...populationLines(plan),
    ...causeLines(plan),
  ];
}

/** What the plan may do to people, and what became of everybody that it does not change. */
export function populationLines(plan: Plan): readonly string[] {
  return [
    ...hazardLines(plan),
    populationSentence(plan.body.census, heldAlone(plan)),
    ...waitingLines(plan.body.census),
  ];
}

export function changesSentence(tally: Tally, heldToo: boolean): string {
  const text = tallyText(tally, TO_DO);
  return text === ''
    ? `Nothing to change: the tenant is in step with the rules${heldToo ? ', but for what is held' : ''}.`
    : `${text}.`;
}

export function verdict(plan: Plan): string {
  const blocking = plan.findings.filter((finding) => finding.blocks);
  if (blocking.length === 0) return lifted(plan);
  return `Blocked by ${[...new Set(blocking.map((finding) => brief(finding.code)))].join(', ')}: nothing will be written.`;
}

function hazardLines({ hazards }: Plan): readonly string[] {
  return hazards.length === 0 ? [] : [`Hazards: ${hazardsText(hazards)}.`];
}

function lifted({ envelope, findings }: Plan): string {
  if (envelope.derivedFrom !== undefined) return 'This is what the guards let pass of a larger plan.';
  return findings.some(({ consent }) => consent !== undefined)
    ? 'What would block was consented to.'
    : 'Nothing is blocked.';
}

/** An object that changes and has an attribute held counts as changed; each object counts once. */
function heldAlone({ body }: Plan): readonly Held[] {
  const counted = new Set(body.operations.flatMap((one) => (one.kind === 'defineExtension' ? [] : [one.object.key])));
  return body.held.filter(({ object }) => {
    if (counted.has(object.key)) return false;
    counted.add(object.key);
    return true;
  });
}

/** Who left in an earlier run, and when the first of them goes for good. */
function waitingLines({ waiting }: Census): readonly string[] {
  if (waiting === undefined) return [];
  const { count: number, next } = waiting;
  return number === 1
    ? [`1 waits for deletion, on ${brief(next)}.`]
    : [`${grouped(number)} wait for deletion, the next on ${brief(next)}.`];
}

function populationSentence(census: Census, held: readonly Held[]): string {
  const reasons = byReason(held).map(([reason, all]) => ({ title: holdReasons[reason].title, count: all.length }));
  const only = reasons.length === 1 ? reasons[0]?.title : undefined;
  const heldText = only ?? reasons.map((reason) => `${reason.title}: ${grouped(reason.count)}`).join(', ');
  const parts = [
    `${grouped(census.unchanged)} unchanged`,
    `${grouped(census.changed)} changed`,
    `${grouped(census.held)} held${heldText === '' ? '' : ` (${heldText})`}`,
  ];
  const filtered = census.filteredOut > 0 ? ` Filtered out: ${grouped(census.filteredOut)}.` : '';
  return `Of ${grouped(census.inScope)} in scope: ${parts.join(', ')}.${filtered}${notCarriedText(census.notCarried)}`;
}

function notCarriedText(notCarried: readonly NotCarried[]): string {
  if (notCarried.length === 0) return '';
  const parts = notCarried.map(({ type, count: number, reason }, index) => {
    const repeated = notCarried[index + 1]?.reason === reason;
    return `${count(number, brief(type))}${reason === '' || repeated ? '' : ` (${brief(reason)})`}`;
  });
  return ` Not carried: ${parts.join(', ')}.`;
}

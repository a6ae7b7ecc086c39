import { compareText } from '../kernel/text.ts';
import type { FindingChange, FindingsCompared } from '../model/impact.ts';
import type { Finding } from '../model/plan.ts';

interface Findings {
  readonly base: readonly Finding[];
  readonly head: readonly Finding[];
}

/** What the guards say of one of the two plans and not of the other, or with other figures. */
export function findingsCompared({ base, head }: Findings): FindingsCompared {
  const [before, after] = [byWords(base), byWords(head)];
  const gone = [...before].flatMap(([words, one]) => (after.has(words) ? [] : [one]));
  const come = [...after].flatMap(([words, one]) => (before.has(words) ? [] : [one]));
  const [goneOf, comeOf] = [Map.groupBy(gone, subjectOf), Map.groupBy(come, subjectOf)];
  const changes = [...new Set([...goneOf.keys(), ...comeOf.keys()])].flatMap((subject) =>
    changesOf(goneOf.get(subject) ?? [], comeOf.get(subject) ?? []),
  );
  return {
    blocked: { base: base.some(({ blocks }) => blocks), head: head.some(({ blocks }) => blocks) },
    same: before.size - gone.length,
    changes: changes.sort(inOrder),
  };
}

/** One guard tells of one thing at most once in the same words. */
function byWords(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  return new Map(findings.map((one) => [`${subjectOf(one)} ${one.detail}`, one]));
}

function subjectOf({ code, policyKey }: Pick<Finding, 'code' | 'policyKey'>): string {
  return `${code} ${policyKey}`;
}

/** Where each has one finding of a kind it is the same one with other figures; of several it cannot be told which. */
function changesOf(gone: readonly Finding[], come: readonly Finding[]): readonly FindingChange[] {
  const [before, after] = [gone[0], come[0]];
  if (gone.length === 1 && come.length === 1 && before !== undefined && after !== undefined) {
    return [{ kind: 'changes', ...about(after), before: before.detail, after: after.detail }];
  }
  return [
    ...come.map((one): FindingChange => ({ kind: 'appears', ...about(one), after: one.detail })),
    ...gone.map((one): FindingChange => ({ kind: 'disappears', ...about(one), before: one.detail })),
  ];
}

function about({ code, blocks, policyKey }: Finding): Pick<FindingChange, 'code' | 'blocks' | 'policyKey'> {
  return { code, blocks, policyKey };
}

const ORDER: readonly FindingChange['kind'][] = ['appears', 'changes', 'disappears'];

function inOrder(a: FindingChange, b: FindingChange): number {
  return (
    Number(b.blocks) - Number(a.blocks) ||
    ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
    compareText(subjectOf(a), subjectOf(b)) ||
    compareText(a.after ?? a.before ?? '', b.after ?? b.before ?? '')
  );
}

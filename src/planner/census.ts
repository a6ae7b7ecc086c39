import { compareText } from '../kernel/text.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { Census, Held, NotCarried, Operation, Waiting } from '../model/plan.ts';
import type { TenantIndex } from './tenant-index.ts';

interface Planned {
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
  readonly waiting: Waiting | undefined;
}

/** Counts every object once: in scope and changed, held or unchanged; filtered out; not carried. */
export function censusOf(
  population: DesiredPopulation,
  index: TenantIndex,
  { operations, held, waiting }: Planned,
): Census {
  const changedKeys = new Set(operations.flatMap((one) => (one.kind === 'defineExtension' ? [] : [one.object.key])));
  const heldKeys = new Set(held.map((one) => one.object.key));
  let changed = 0;
  let heldCount = population.failed.length;
  let inScope = population.failed.length;
  for (const { key, noFlow } of population.desired) {
    if (noFlow !== undefined) continue;
    inScope++;
    if (changedKeys.has(key)) changed++;
    else if (heldKeys.has(key)) heldCount++;
  }
  return {
    kind: 'census',
    inScope,
    unchanged: inScope - changed - heldCount,
    changed,
    held: heldCount,
    filteredOut: population.undesired.filter((one) => one.reason.kind === 'filteredOut').length,
    marked: markedCounts(index),
    source: Object.fromEntries([...population.source].sort(([a], [b]) => compareText(a, b))),
    notCarried: notCarried(population),
    ...(waiting === undefined ? {} : { waiting }),
  };
}

/** Marked objects by `connector/type`: the base of every percentage. */
export function markedCounts(index: TenantIndex): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [key, objects] of index.byMark) {
    const connector = key.slice(0, key.indexOf('/'));
    for (const { type } of objects) {
      const name = `${connector}/${type}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

function notCarried(population: DesiredPopulation): readonly NotCarried[] {
  const counts = new Map<string, NotCarried>();
  const count = (type: string, reason: string): void => {
    const name = `${type}\n${reason}`;
    counts.set(name, { type, reason, count: (counts.get(name)?.count ?? 0) + 1 });
  };
  for (const { sourceType, reason } of population.undesired) {
    if (reason.kind === 'filteredOut') continue;
    count(sourceType, reason.kind === 'notWritable' ? reason.detail : unscoped(reason.detail));
  }
  for (const { type, noFlow } of population.desired) {
    if (noFlow !== undefined) count(type, `left as they are by ${noFlow}`);
  }
  return [...counts].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
}

function unscoped(detail: string | undefined): string {
  return detail === undefined ? 'no rule has them in scope' : `no rule has them in scope: ${detail}`;
}

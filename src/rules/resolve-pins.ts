import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { compareText, didYouMean } from '../kernel/text.ts';
import { isContainerType } from '../model/container.ts';
import { dnKey, isAtOrBelow } from '../model/dn.ts';
import type { Pin } from '../model/pin.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { pinnableNames } from './pinned-names.ts';
import type { PinnableName } from './pinned-names.ts';

export type PinnedName = Omit<Pin, 'source' | 'key'>;

export interface Resolution {
  /** By connector, kind and name. */
  readonly pins: readonly PinnedName[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the object of every name that filters and scopes use. A pin that is there already stays with its object. */
export function resolvePins(ruleSet: RuleSet, sources: readonly ImportedSource[]): Resolution {
  const pins = new Map<string, PinnedName>();
  const diagnostics: Diagnostic[] = [];
  for (const name of pinnableNames(ruleSet)) {
    const asked = sources.filter(({ space }) => name.connectors.includes(space.connector));
    const outcomes = asked.map((source) => resolveIn(name, source, ruleSet.pins));
    for (const { pin, problem } of outcomes) {
      if (pin !== undefined) pins.set(`${pin.connector}\n${pin.of}\n${dnKey(pin.dn)}`, pin);
      if (problem !== undefined) diagnostics.push(problem);
    }
    if (outcomes.every(({ pin, problem }) => pin === undefined && problem === undefined)) {
      diagnostics.push(nothingThere(name, asked));
    }
  }
  const sorted = [...pins].sort(([a], [b]) => compareText(a, b)).map(([, pin]) => pin);
  return { pins: sorted, diagnostics };
}

interface Outcome {
  readonly pin?: PinnedName;
  readonly problem?: Diagnostic;
}

function resolveIn(name: PinnableName, source: ImportedSource, pins: readonly Pin[]): Outcome {
  const { connector } = source.space;
  const named = source.space.byDn(name.dn);
  const byName = named !== undefined && isOf(named, name.of) ? named : undefined;
  const known = pins.find((pin) => pin.connector === connector && pin.of === name.of && pin.key === name.key);
  const byPin = known === undefined ? undefined : withAnchor(source, known.anchor);
  const pinOf = ({ object }: SpaceObject): PinnedName => ({
    connector,
    of: name.of,
    dn: name.dn,
    anchor: object.anchor,
  });
  if (byPin !== undefined && byPin.dnKey !== name.key) {
    const moved = `${name.dn} is now ${byPin.object.dn}`;
    if (byName === undefined) return { pin: pinOf(byPin), problem: problemOf('PIN011', name, `${moved}.`) };
    return { problem: problemOf('PIN012', name, `${moved}; ${byName.object.anchor} has the name now.`) };
  }
  return byName === undefined ? {} : { pin: pinOf(byName) };
}

function isOf({ object }: SpaceObject, of: Pin['of']): boolean {
  return of === 'group' ? object.type === 'group' : isContainerType(object.type);
}

function withAnchor({ space }: ImportedSource, anchor: string): SpaceObject | undefined {
  for (const entry of space.objects()) if (entry.object.anchor === anchor) return entry;
  return undefined;
}

function nothingThere(name: PinnableName, sources: readonly ImportedSource[]): Diagnostic {
  const where = sources.map(({ space }) => space.connector).join(', ');
  const inSight = sources.some(({ summary }) =>
    summary.partitions.some((partition) => isAtOrBelow(name.key, dnKey(partition))),
  );
  const detail = `${where} has no ${name.of} ${name.dn}${inSight ? '' : ', which lies in none of its partitions'}.`;
  return problemOf('PIN010', name, detail, nearestName(name, sources));
}

function nearestName({ dn, of }: PinnableName, sources: readonly ImportedSource[]): string | undefined {
  const names: string[] = [];
  for (const { space } of sources)
    for (const entry of space.objects()) if (isOf(entry, of)) names.push(entry.object.dn);
  const near = didYouMean(dn, names.sort(compareText));
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

function problemOf(code: 'PIN010' | 'PIN011' | 'PIN012', { source }: PinnableName, detail: string, help?: string) {
  return diagnostic(code, { detail, range: source, ...(help === undefined ? {} : { help }) });
}

import type { Contributions, DesiredPopulation } from '../../../src/model/desired.ts';
import type { Scalar } from '../../../src/model/value.ts';
import type { Said } from '../../conformance/reading/flows.ts';
import type { Outcome } from '../../conformance/reading/synchronize.ts';
import { listOf, textOf } from '../../conformance/reading/values.ts';

/** What came of it, so that both ways compare: objects by objectGUID, values as sets of texts with their kind. */
export interface Shown {
  readonly people: readonly {
    readonly anchors: readonly string[];
    readonly metaverse: Readonly<Record<string, readonly string[]>>;
    readonly exported: Readonly<Record<string, readonly string[]>>;
    /** Attributes that are written in the create alone. */
    readonly once: readonly string[];
  }[];
  readonly held: readonly string[];
  readonly alone: readonly string[];
}

export function outcomeOf({ desired, failed, undesired }: DesiredPopulation): Shown {
  const guid = (key: string): string => key.slice(key.indexOf('/') + 1);
  const people = desired.map((one) => ({
    anchors: [one.key, ...one.joinedKeys].map(guid).sort(),
    metaverse: contributed(one.metaverse),
    exported: contributed(one.attributes),
    once: [...one.once]
      .filter((name) => one.attributes.get(name)?.value !== undefined)
      .map(lower)
      .sort(),
  }));
  return sorted({
    people,
    held: failed.map(({ key }) => guid(key)),
    alone: undesired.map(({ key }) => guid(key)),
  });
}

function contributed(contributions: Contributions): Readonly<Record<string, readonly string[]>> {
  return byName([...contributions].map(([name, { value }]) => [lower(name), kept(listOf(value))]));
}

/** @param names of attributes of the tenant, by what the export calls them */
export function shown({ people, held, alone }: Outcome, names: ReadonlyMap<string, string>): Shown {
  const unexported = people.filter((one) => one.exported === undefined).flatMap(({ anchors }) => anchors);
  return sorted({
    people: people.flatMap(({ anchors, metaverse, exported }) => {
      if (exported === undefined) return [];
      const renamed = [...exported].map(([name, said]) => [names.get(name) ?? name, said] as const);
      return {
        anchors: anchors.toSorted(),
        metaverse: saidOf([...metaverse]),
        exported: saidOf(renamed),
        once: renamed
          .filter(([, said]) => typeof said === 'object' && said.once)
          .map(([name]) => name)
          .sort(),
      };
    }),
    held: [...held],
    alone: [...alone, ...unexported],
  });
}

function saidOf(said: readonly (readonly [string, Said])[]): Readonly<Record<string, readonly string[]>> {
  return byName(
    said.flatMap(([name, one]) => {
      if (one === 'untouched') return [];
      return [[name, typeof one === 'object' ? kept(one.values) : []] as const];
    }),
  );
}

function kept(values: readonly Scalar[]): readonly string[] {
  return values.map((one) => `${kindOf(one)} ${textOf(one)}`).sort();
}

function kindOf(value: Scalar): string {
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function lower(text: string): string {
  return text.toLowerCase();
}

function byName(
  entries: readonly (readonly [string, readonly string[]])[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function sorted({ people, held, alone }: Shown): Shown {
  return {
    people: people.toSorted((a, b) => (a.anchors.join() < b.anchors.join() ? -1 : 1)),
    held: held.toSorted(),
    alone: alone.toSorted(),
  };
}

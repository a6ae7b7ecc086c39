import type { SourceObject } from '../../../src/model/source.ts';
import type { Value } from '../../../src/model/value.ts';
import type { ExportedRule } from '../export/read-export.ts';
import { flow } from './flows.ts';
import type { Answer, Said } from './flows.ts';
import { identify } from './identities.ts';
import type { Identity, Member } from './identities.ts';
import { inScope } from './scope.ts';
import type { Membership } from './scope.ts';
import { listOf } from './values.ts';

/** The objects of one connector, by its id. */
export interface ConnectorSpace {
  readonly connector: string;
  readonly objects: readonly SourceObject[];
}

export interface Input {
  /** Those that take part. */
  readonly rules: readonly ExportedRule[];
  /** In the order in which they are joined. */
  readonly spaces: readonly ConnectorSpace[];
  readonly answer: Answer;
}

/** What the rules make of one identity. Names in lower case. */
export interface Person {
  /** objectGUIDs. */
  readonly anchors: readonly string[];
  readonly metaverse: ReadonlyMap<string, Said>;
  /** What is exported of it; undefined where no outbound rule provisions it. */
  readonly exported: ReadonlyMap<string, Said> | undefined;
}

export interface Outcome {
  readonly people: readonly Person[];
  /** objectGUIDs of objects whose rules fail or contradict each other. */
  readonly held: ReadonlySet<string>;
  /** objectGUIDs of objects that nothing links, or that no rule has in scope. */
  readonly alone: ReadonlySet<string>;
}

/**
 * The rules of an export over objects, read straight from its XML: inbound scopes, joins, flows, then those outbound.
 * Shares nothing with the engine of the product but the types of values.
 */
export function synchronizeDirectly({ rules, spaces, answer }: Input): Outcome {
  const byPrecedence = rules.toSorted((a, b) => a.precedence - b.precedence);
  const inbound = byPrecedence.filter(({ direction }) => direction === 'inbound');
  const outbound = byPrecedence.filter(({ direction }) => direction === 'outbound');
  const connectors = spaces.map((space) => membersOf(space, inbound));
  const metaverseOf = ({ members }: Pick<Identity, 'members'>) =>
    flow(
      members.flatMap((one) => one.rules.map((rule) => ({ rule, attributes: one.object.attributes }))),
      answer,
    );
  const { all, held, alone } = identify(connectors, (identity) => valuesOf(metaverseOf(identity)));
  const failed = new Set(held.map(anchorOf));
  const people: Person[] = [];
  for (const identity of all) {
    const metaverse = metaverseOf(identity);
    const exported = exportOf(identity.type, metaverse, outbound, answer);
    const anchors = identity.members.map(anchorOf);
    const isBroken = [...metaverse.values(), ...(exported?.values() ?? [])].includes('error');
    if (isBroken) for (const anchor of anchors) failed.add(anchor);
    else people.push({ anchors, metaverse, exported });
  }
  return { people, held: failed, alone: new Set(alone.map(anchorOf)) };
}

function anchorOf({ object }: Member): string {
  return object.anchor;
}

function membersOf({ connector, objects }: ConnectorSpace, inbound: readonly ExportedRule[]): readonly Member[] {
  return objects.map((object) => {
    const isMember: Membership = (group) =>
      objects.some(
        (one) =>
          one.dn.toLowerCase() === group.toLowerCase() &&
          listOf(one.attributes.get('member')).some(
            (member) =>
              typeof member === 'object' && 'dn' in member && member.dn.toLowerCase() === object.dn.toLowerCase(),
          ),
      );
    const own = inbound.filter((rule) => rule.connector === connector && rule.sourceType === object.type);
    return { connector, object, rules: own.filter((rule) => inScope(rule, object.attributes, isMember)) };
  });
}

function exportOf(
  type: string,
  metaverse: ReadonlyMap<string, Said>,
  outbound: readonly ExportedRule[],
  answer: Answer,
): Person['exported'] {
  const attributes = valuesOf(metaverse);
  const rules = outbound.filter((rule) => rule.sourceType === type && inScope(rule, attributes, () => false));
  const provisioning = rules.find(({ link }) => link === 'Provision');
  if (provisioning === undefined) return undefined;
  const isUntouched = (name: string): boolean => metaverse.get(name.toLowerCase()) === 'untouched';
  const own = rules.filter(({ targetType }) => targetType === provisioning.targetType);
  return flow(
    own.map((rule) => ({ rule, attributes, isUntouched })),
    answer,
  );
}

function valuesOf(metaverse: ReadonlyMap<string, Said>): ReadonlyMap<string, Value> {
  return new Map(
    [...metaverse].flatMap(([name, one]) => {
      if (typeof one === 'string') return [];
      const [only] = one.values;
      return only === undefined ? [] : [[name, one.values.length === 1 ? only : one.values] as const];
    }),
  );
}

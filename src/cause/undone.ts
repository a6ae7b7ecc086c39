import { append } from '../kernel/multimap.ts';
import type { Held, HoldReason, Operation } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';

/** An operation of a run, and what became of it. */
export interface Carried {
  readonly operation: AboutObject;
  readonly outcome: Outcome;
}

type AboutObject = Exclude<Operation, { readonly kind: 'defineExtension' }>;

/** What a run did about one object, and what it left alone. */
export interface Doings {
  readonly carried: readonly Carried[];
  readonly held: readonly Held[];
}

const NOTHING: Doings = { carried: [], held: [] };

/** By the key of the object. An operation that the report does not have was not begun. */
export function doingsOf(
  operations: readonly Operation[],
  held: readonly Held[],
  outcomes: ReadonlyMap<string, Outcome>,
): { readonly of: (key: string) => Doings; readonly keys: ReadonlySet<string> } {
  const carried = new Map<string, Carried[]>();
  const holds = Map.groupBy(held, ({ object }) => object.key);
  for (const operation of operations) {
    if (operation.kind === 'defineExtension') continue;
    const outcome = outcomes.get(operation.id) ?? { status: 'skipped', message: '' };
    append(carried, operation.object.key, { operation, outcome });
  }
  return {
    of: (key) => {
      const [done, left] = [carried.get(key), holds.get(key)];
      return done === undefined && left === undefined ? NOTHING : { carried: done ?? [], held: left ?? [] };
    },
    keys: new Set([...carried.keys(), ...holds.keys()]),
  };
}

/** Held for the sake of one value: the rest of the object is as the rules want it. */
const OF_ONE_VALUE: ReadonlySet<HoldReason> = new Set([
  'invalidValue',
  'cannotClear',
  'unverifiedDomain',
  'federatedDomainChange',
  'nameTaken',
  'extensionUnusable',
] satisfies HoldReason[]);

/** Held for the sake of one member. */
const OF_ONE_MEMBER: ReadonlySet<HoldReason> = new Set([
  'dependsOnHeld',
  'protected',
  'blockedByGuard',
] satisfies HoldReason[]);

/** What is held of an object: what of it was not as the rules want it when the run ended. */
export interface HeldParts {
  /** Whether it is there, ours, or to leave. */
  readonly standing: boolean;
  readonly everything: boolean;
  readonly attributes: ReadonlySet<string>;
  readonly manager: boolean;
  readonly adds: boolean;
  readonly removes: boolean;
}

export function heldParts(held: readonly Held[]): HeldParts {
  const attributes = new Set(held.flatMap(({ changes }) => changes.map(({ attribute }) => attribute)));
  const any = (test: (one: Held) => boolean): boolean => held.some(test);
  const relations = any(({ would, reason }) => would === 'update' && !OF_ONE_VALUE.has(reason));
  const members = any(({ would, reason }) => would === 'addMember' && !OF_ONE_MEMBER.has(reason));
  return {
    standing: relations || any(({ would }) => !isOfRelation(would) && would !== 'update'),
    everything: any(({ would }) => would === 'nothing' || would === 'create'),
    attributes,
    manager: relations || any(({ would }) => would === 'setManager'),
    adds: relations || any(({ would }) => would === 'addMember'),
    removes: relations || members || any(({ would }) => would === 'removeMember'),
  };
}

function isOfRelation(would: Held['would']): boolean {
  return would === 'setManager' || would === 'addMember' || would === 'removeMember';
}

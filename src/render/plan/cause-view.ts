import { causeLookup } from '../../model/cause.ts';
import type { CauseBasis, CauseGap, CauseOf, ChangeCause } from '../../model/cause.ts';
import type { Operation, Plan } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import { grouped } from '../words.ts';

/** The cause of each change as a word for the end of its line; empty where it is not known. */
export interface CauseView {
  readonly of: (operation: Operation) => string;
  readonly attribute: (operation: Operation | undefined, attribute: string) => string;
  /** Of several operations in one line: the word that they share, else how many have which. */
  readonly among: (operations: readonly Operation[]) => string;
}

export function causeView({ causes, body }: Pick<Plan, 'causes' | 'body'>): CauseView {
  if (causes === undefined || causes.length === 0) return { of: () => '', attribute: () => '', among: () => '' };
  const lookup = causeLookup(causes);
  const owner = ownersOf(body.operations);
  return {
    of: ({ id }) => word(lookup(id)),
    attribute: (operation, attribute) =>
      operation === undefined || operation.kind === 'defineExtension'
        ? ''
        : word(lookup(owner(operation.object.key, attribute) ?? operation.id, attribute)),
    among: (operations) => {
      const counts = countsOf(operations.map(({ id }) => lookup(id)));
      const [only, ...others] = counts;
      if (only === undefined) return '';
      if (others.length === 0) return word(only[0]);
      const known = counts.filter(([cause]) => cause !== 'unknown');
      return `(${known.map(([cause, number]) => `${grouped(number)} ${cause}`).join(', ')})`;
    },
  };
}

/** A second update of an object holds the attributes that wait for a definition: they stand in one entry. */
function ownersOf(operations: readonly Operation[]): (key: string, attribute: string) => string | undefined {
  const twice = new Map<string, string>();
  const seen = new Set<string>();
  for (const operation of operations) {
    if (operation.kind !== 'update') continue;
    const { key } = operation.object;
    if (seen.has(key)) for (const { attribute } of operation.changes) twice.set(`${key}\n${attribute}`, operation.id);
    else seen.add(key);
  }
  const first = new Map<string, string>();
  if (twice.size === 0) return () => undefined;
  for (const operation of operations) {
    if (operation.kind === 'update' && !first.has(operation.object.key)) first.set(operation.object.key, operation.id);
  }
  return (key, attribute) => twice.get(`${key}\n${attribute}`) ?? first.get(key);
}

function word(cause: ChangeCause): string {
  return cause === 'unknown' ? '' : cause;
}

const ORDER: readonly ChangeCause[] = ['rule', 'source', 'drift', 'unknown'];

function countsOf(found: readonly ChangeCause[]): readonly (readonly [ChangeCause, number])[] {
  const counts = new Map<ChangeCause, number>();
  for (const cause of found) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return ORDER.flatMap((cause) => {
    const number = counts.get(cause);
    return number === undefined ? [] : [[cause, number] as const];
  });
}

const GAPS: Readonly<Record<CauseGap, string>> = {
  noBaseline:
    'no run has noted here what it left in the tenant. `apply` does, also where there is nothing to do; `plan --base REF` tells changes of the rules without it',
  damaged: 'the note of what the last run left is damaged. The next `apply` writes it anew',
  otherTenant: 'the note of what the last run left is of another tenant or workspace',
  newer: 'a run ended after the tenant was read. Plan again',
  noBase:
    'the rules have changed, and git does not have those of the last run. `--base REF` names others to compare with',
  baseInvalid: 'the rules of the base are not valid',
  baseReadsMore:
    'the rules of the base read what was not read now. Plan from snapshots that were made with `--all-attributes`',
};

/** Where the changes of a plan come from, in numbers, and why it is not known of the others. */
export function causeLines({ body, causes = [], causeBasis }: Plan): readonly string[] {
  if (causeBasis === undefined || body.operations.length === 0) return [];
  const counts = countsOf(eachCause(body.operations, causeLookup(causes)));
  const total = counts.reduce((sum, [, number]) => sum + number, 0);
  const unknown = counts.find(([cause]) => cause === 'unknown')?.[1] ?? 0;
  const told = counts.map(([cause, number]) => `${grouped(number)} ${cause}`).join(', ');
  const lines = unknown === total ? [] : [`Of ${changeCount(total)}: ${told}.`];
  if (unknown === 0) return lines;
  return [
    ...lines,
    `${unknown === total ? `Where ${total === 1 ? 'the change comes' : 'the changes come'} from is unknown` : 'Unknown'}: ${whyUnknown(causeBasis)}.`,
  ];
}

function changeCount(total: number): string {
  return total === 1 ? '1 change' : `${grouped(total)} changes`;
}

function* eachOf(operation: Operation): Generator<string | undefined> {
  if (operation.kind !== 'update' || operation.changes.length === 0) yield undefined;
  else for (const { attribute } of operation.changes) yield attribute;
}

function eachCause(operations: readonly Operation[], lookup: CauseOf): readonly ChangeCause[] {
  return operations.flatMap((operation) => [...eachOf(operation)].map((attribute) => lookup(operation.id, attribute)));
}

function whyUnknown({ gaps, base, baseline }: CauseBasis): string {
  if (base !== undefined && baseline === undefined)
    return `the rules of ${brief(base)} ask for it, too, so it is data of a source or drift; only the note of a run tells these apart`;
  if (gaps.length === 0) return 'the last run left it open, or has not seen it';
  return gaps.map((gap) => GAPS[gap]).join('; ');
}

import { Environment } from '@marcbachmann/cel-js';
import type { Json } from '../../kernel/canonical-json.ts';
import { operationKinds } from '../../model/policy-rule.ts';
import type { ChangeView, OperationView, PlanView } from '../../model/policy-rule.ts';
import { matchesInLinearTime } from './matches.ts';

/** The types of values that rules of the policy see, in the words of CEL (github.com/google/cel-spec). */
const object = { type: 'string', key: 'string', id: 'string', name: 'string', connector: 'string' } as const;

const operation = {
  kind: 'string',
  object,
  other: object,
  from: 'string',
  reason: 'string',
  licences: 'int',
  changes: 'map<string, Change>',
  hazards: 'list<string>',
} as const;

const change = { before: 'dyn', after: 'dyn', rules: 'list<string>' } as const;

const plan = {
  operations: 'int',
  counts: Object.fromEntries(operationKinds.map((kind) => [kind, 'int'])),
  held: 'int',
  inScope: 'int',
  unchanged: 'int',
  changed: 'int',
  filteredOut: 'int',
  marked: 'map<string, int>',
  source: 'map<string, int>',
} as const;

/** Every name that may follow a dot. */
export const fieldNames: readonly string[] = [
  ...new Set([operation, object, change, plan, plan.counts].flatMap((fields) => Object.keys(fields))),
];

/** Numbers that are small: an expression is a line or two, and is evaluated for each of a million operations. */
const limits = { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 };

/** The library tells types of values by their class. */
class Change {
  readonly before: unknown;
  readonly after: unknown;
  readonly rules: readonly string[];

  constructor({ before, after, rules }: ChangeView) {
    this.before = valueOf(before);
    this.after = valueOf(after);
    this.rules = rules;
  }
}

/** What a rule may name: the operation and the plan, or the plan alone. */
export function environmentFor(each: 'operation' | 'plan'): Environment {
  const environment = new Environment({ limits })
    .registerType('Change', { ctor: Change, fields: change })
    .registerVariable({ name: 'plan', schema: plan });
  matchesInLinearTime(environment);
  return each === 'plan' ? environment : environment.registerVariable({ name: 'operation', schema: operation });
}

/** What was made of an operation for one rule serves the others. */
const operationValues = new WeakMap<OperationView, object>();

/** An operation as a value of CEL: whole numbers are its int. */
export function operationValue(view: OperationView): object {
  const known = operationValues.get(view);
  if (known !== undefined) return known;
  const changes = new Map<string, Change>();
  for (const [attribute, one] of view.changes) changes.set(attribute, new Change(one));
  const value = { ...view, licences: BigInt(view.licences), changes };
  operationValues.set(view, value);
  return value;
}

/** A plan as a value of CEL. */
export function planValue(view: PlanView): object {
  return {
    operations: BigInt(view.operations),
    counts: Object.fromEntries(operationKinds.map((kind) => [kind, BigInt(view.counts[kind])])),
    held: BigInt(view.held),
    inScope: BigInt(view.inScope),
    unchanged: BigInt(view.unchanged),
    changed: BigInt(view.changed),
    filteredOut: BigInt(view.filteredOut),
    marked: counted(view.marked),
    source: counted(view.source),
  };
}

function counted(numbers: ReadonlyMap<string, number>): ReadonlyMap<string, bigint> {
  return new Map([...numbers].map(([name, number]) => [name, BigInt(number)]));
}

function valueOf(json: Json): unknown {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(valueOf);
  return new Map(Object.entries(json).map(([key, value]) => [key, valueOf(value)]));
}

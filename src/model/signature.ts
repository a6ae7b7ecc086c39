import { canonicalJson, newDigest } from '../kernel/canonical-json.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { assertNever } from '../kernel/invariant.ts';
import type { AttributeChange, ObjectRef, Operation, Why } from './plan.ts';
import type { TenantType } from './tenant.ts';

/**
 * What kind of change it is, whoever it befalls: the operation, the attribute and the rule that says so, without
 * values and names. A consent is given for classes: data that moved underneath leaves them as they are.
 */
export interface SignatureClass {
  readonly operation: Operation['kind'];
  /** Of the object; absent for a definition. */
  readonly type?: TenantType;
  readonly attribute?: string;
  /** Of an account that is switched on or off: those are no one change. */
  readonly to?: boolean;
  /** Name of the rule, and what its flow says. */
  readonly rule?: string;
  readonly flow?: string;
}

/** One change of one object, as a member of its signature. */
export interface SignedChange {
  readonly operation: string;
  readonly object: ObjectRef;
  readonly before: Json;
  readonly after: Json;
  /** From the outbound flow to the one that first gave the value; empty where no rule says it. */
  readonly why: readonly Why[];
}

/** Changes that are the same, for many objects: `316 users: department "IT" -> "Digital"`. */
export interface ChangeSignature extends SignatureClass {
  /** Digest of the class: hexadecimal. */
  readonly digest: string;
  /** Present where it is the same for all of them. */
  readonly before?: Json;
  readonly after?: Json;
  /** Where the flow stands; absent where no rule says it. */
  readonly why?: Why;
  /** Objects, each counted once. */
  readonly objects: number;
  /** In the order of the plan. */
  readonly changes: readonly SignedChange[];
}

/** An operation with the parts of it that have a signature of their own. */
export function classesOf(operation: Operation): readonly SignatureClass[] {
  return partsOf(operation).map(({ of }) => of);
}

export function digestOfClass(one: SignatureClass): string {
  const digest = newDigest();
  digest.update(canonicalJson({ ...one }));
  return digest.hex();
}

/** Objects grouped by identical change: by class, and within one by the pair of values where it comes again. */
export function signaturesOf(operations: readonly Operation[]): readonly ChangeSignature[] {
  const classes = new Map<
    string,
    { readonly of: SignatureClass; readonly why?: Why; readonly parts: SignedChange[] }
  >();
  for (const operation of operations) {
    for (const { of, why, change } of partsOf(operation)) {
      const key = canonicalJson({ ...of });
      const found = classes.get(key) ?? { of, ...(why === undefined ? {} : { why }), parts: [] };
      classes.set(key, found);
      if (change !== undefined) found.parts.push(change);
    }
  }
  return [...classes.values()].flatMap(({ of, why, parts }) => {
    const digest = digestOfClass(of);
    const common = { ...of, digest, ...(why === undefined ? {} : { why }) };
    return byValues(parts).map((changes): ChangeSignature => ({ ...common, ...agreed(changes), ...counted(changes) }));
  });
}

interface Part {
  readonly of: SignatureClass;
  readonly why?: Why;
  readonly change?: SignedChange;
}

function partsOf(operation: Operation): readonly Part[] {
  if (operation.kind === 'defineExtension') return [{ of: { operation: operation.kind, attribute: operation.name } }];
  const { object } = operation;
  const of = { operation: operation.kind, type: object.type };
  const change = (before: Json, after: Json, why: readonly Why[] = []): SignedChange => ({
    operation: operation.id,
    object,
    before,
    after,
    why,
  });
  switch (operation.kind) {
    case 'update':
      return operation.changes.map((one) => attributePart(operation, one));
    case 'setManager': {
      const [why] = operation.why;
      const values = change(operation.before?.name ?? null, operation.manager?.name ?? null, operation.why);
      return [
        { of: { ...of, attribute: 'manager', ...ruleOf(why) }, ...(why === undefined ? {} : { why }), change: values },
      ];
    }
    case 'addMember':
      return [{ of: { ...of, attribute: 'members' }, change: change(null, operation.member.name) }];
    case 'removeMember':
      return [{ of: { ...of, attribute: 'members' }, change: change(operation.member.name, null) }];
    case 'leave':
    case 'delete':
      return [{ of, change: change(operation.reason, null) }];
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
      return [{ of, change: change(null, null) }];
    default:
      return assertNever(operation);
  }
}

function attributePart(operation: Extract<Operation, { kind: 'update' }>, one: AttributeChange): Part {
  const { attribute, before, after } = one;
  const [why] = one.why;
  return {
    of: {
      operation: operation.kind,
      type: operation.object.type,
      attribute,
      ...(typeof after === 'boolean' ? { to: after } : {}),
      ...ruleOf(why),
    },
    ...(why === undefined ? {} : { why }),
    change: { operation: operation.id, object: operation.object, before, after, why: one.why },
  };
}

function ruleOf(why: Why | undefined): Pick<SignatureClass, 'rule' | 'flow'> {
  return why === undefined ? {} : { rule: why.rule, flow: why.flow };
}

/** Pairs of values that come again stand for themselves; the others together: everybody has another name. */
function byValues(parts: readonly SignedChange[]): readonly (readonly SignedChange[])[] {
  const pairs = [...Map.groupBy(parts, ({ before, after }) => canonicalJson([before, after])).values()];
  const again = pairs.filter((pair) => pair.length > 1);
  const single = pairs.flatMap((pair) => (pair.length === 1 ? pair : []));
  return [...again, ...(single.length === 0 ? [] : [single])].sort((a, b) => b.length - a.length);
}

function agreed(changes: readonly SignedChange[]): Pick<ChangeSignature, 'before' | 'after'> {
  return { ...same('before', changes), ...same('after', changes) };
}

function same<Key extends 'before' | 'after'>(
  key: Key,
  changes: readonly SignedChange[],
): { readonly [K in Key]?: Json } {
  const [first, ...others] = changes;
  if (first === undefined) return {};
  const text = canonicalJson(first[key]);
  const isSame = others.every((one) => canonicalJson(one[key]) === text);
  return (isSame ? { [key]: first[key] } : {}) as { readonly [K in Key]?: Json };
}

function counted(changes: readonly SignedChange[]): Pick<ChangeSignature, 'objects' | 'changes'> {
  return { objects: new Set(changes.map(({ object }) => object.key)).size, changes };
}

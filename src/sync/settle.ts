import { invariant } from '../kernel/invariant.ts';
import { lineOf } from '../kernel/position.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { valuesOf } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import { ContributionTable } from './contribution-table.ts';
import type { Link, MetaverseObject } from './identity.ts';
import type { InboundRun, MetaverseState } from './inbound.ts';
import type { OutboundState } from './outbound.ts';
import type { TenantInbound } from './tenant-view.ts';

/** What is written to the tenant and read there again gives, each time, other values. */
export class NeverSettles extends Error {
  override readonly name = 'NeverSettles';
  /** `rule (path:line)`. */
  readonly at: string;

  constructor(attribute: string, at: string) {
    super(`${attribute}: what the rules read of the tenant would change it again each time it is written`);
    this.at = at;
  }
}

export interface SettleInput {
  readonly ruleSet: RuleSet;
  readonly run: InboundRun;
  readonly outbound: (type: string, state: MetaverseState) => OutboundState | undefined;
  readonly tenant: TenantInbound | undefined;
}

export interface Settled {
  readonly state: MetaverseState;
  readonly wanted: OutboundState | undefined;
}

export type Settle = (object: MetaverseObject, state: MetaverseState) => Settled;

const ROUNDS = 8;

/**
 * Where rules read of the tenant what other rules write there, what is wanted is what stays wanted once it is written:
 * so that the plan after the apply has nothing to do. What is written only where there is nothing is written. Throws {@link NeverSettles}, and FlowFailure.
 */
export function settling({ ruleSet, run, outbound, tenant }: SettleInput): Settle {
  return (object, first) => {
    let state = first;
    let wanted = outbound(object.type, state);
    const link = first.tenant;
    if (tenant === undefined || link === undefined || !isWritten(wanted, link)) return { state, wanted };
    const { type, attributes } = link.entry.object;
    let read: Values = attributes;
    let last: Difference | undefined;
    let earlier = wanted;
    const dropped = new Set<string>();
    for (let round = 0; round < ROUNDS && isWritten(wanted, link); round++) {
      const then = whenWritten(attributes, wanted, { reads: tenant.reads(type), ruleSet });
      const difference = differenceOf(read, then, wanted);
      if (difference === undefined) {
        const left = leftAlone(read, then, earlier);
        // What is left alone only because it is taken for written has to be written for that.
        if (left.every((one) => dropped.has(one))) return { state, wanted: withValuesOf(wanted, earlier, left) };
        for (const one of left) dropped.add(one);
      } else last = difference;
      read = then;
      earlier = wanted;
      state = run(object, tenant.withValues(link, then));
      wanted = outbound(object.type, state);
    }
    invariant(last !== undefined, 'what differs was found in the first round');
    const entry = ruleSet.flows[last.flow];
    throw new NeverSettles(
      last.attribute,
      entry === undefined ? '' : `${entry.rule.id} (${lineOf(entry.flow.source)})`,
    );
  };
}

type Values = ReadonlyMap<string, Value>;

function isWritten(wanted: OutboundState | undefined, link: Link): wanted is OutboundState {
  return wanted?.noFlow === false && wanted.type === link.entry.object.type;
}

/** The values that rules read, once what is wanted is written; what flows once is written in a create only. */
function whenWritten(
  present: Values,
  { contributions }: OutboundState,
  { reads, ruleSet }: { readonly reads: ReadonlySet<string>; readonly ruleSet: RuleSet },
): Values {
  const values = new Map(present);
  for (const [attribute, { value, flow }] of contributions) {
    if (!reads.has(attribute) || ruleSet.flows[flow]?.flow.applyOnce === true) continue;
    if (value === undefined) values.delete(attribute);
    else values.set(attribute, value);
  }
  return values;
}

interface Difference {
  readonly attribute: string;
  /** The flow that writes it. */
  readonly flow: number;
}

function differenceOf(before: Values, after: Values, { contributions }: OutboundState): Difference | undefined {
  for (const [attribute, { flow }] of contributions) {
    if (textOf(before.get(attribute)) !== textOf(after.get(attribute))) return { attribute, flow };
  }
  return undefined;
}

/** Attributes that were written in the round before and are not in this one. */
function leftAlone(before: Values, after: Values, { contributions }: OutboundState): readonly string[] {
  return [...contributions].flatMap(([attribute]) =>
    textOf(before.get(attribute)) === textOf(after.get(attribute)) ? [] : [attribute],
  );
}

/** The same, and of some attributes what was wanted before. */
function withValuesOf(wanted: OutboundState, earlier: OutboundState, names: readonly string[]): OutboundState {
  if (names.length === 0) return wanted;
  const both = [
    ...[...wanted.contributions].map(([name]) => [name, wanted.contributions] as const),
    ...names.map((name) => [name, earlier.contributions] as const),
  ];
  const contributions = new ContributionTable(new Map(both.map(([name], place) => [name, place])));
  both.forEach(([name, table], place) => {
    const one = table.get(name);
    invariant(one !== undefined, 'what was wanted has a contribution');
    contributions.set(place, one.value, { flow: one.flow, losers: one.losers, inputs: table.inputsOf(name) });
  });
  return { ...wanted, contributions };
}

/** Several values are a set. */
function textOf(value: Value | undefined): string {
  const texts = valuesOf(value).map((one) =>
    typeof one === 'object' ? '' : JSON.stringify([typeof one, String(one)]),
  );
  return [...new Set(texts)].sort().join();
}

import type { AttributeSchema } from '../../model/schema.ts';
import type { MigratedFlow } from '../../model/migration.ts';
import type { SourceRange } from '../../kernel/position.ts';
import type { ExportedFlow } from '../server-export.ts';
import type { Ends } from './ends.ts';
import { attributesRead, parsed, withNames } from './expression.ts';
import type { Plain } from './plain.ts';
import { typed } from './scope.ts';

/** A flow as it is written here, one that is left out, or one that the rule cannot be carried over with. */
export type ConvertedFlow =
  | {
      readonly kind: 'flow';
      readonly target: string;
      readonly written: Plain;
      readonly reads: readonly string[];
      readonly told: MigratedFlow;
    }
  | { readonly kind: 'left'; readonly told: MigratedFlow }
  | { readonly kind: 'broken'; readonly detail: string; readonly range: SourceRange };

/** Attributes of the Entra connector that no rule has to write: the anchor is written in the create. */
const ANCHORS: ReadonlySet<string> = new Set(['dn', 'sourceanchor', 'cloudanchor', 'cloudsourceanchor']);

export function flowOf(flow: ExportedFlow, { kind, from, to }: Ends): ConvertedFlow {
  const left = (carried: MigratedFlow['carried'], reason: string): ConvertedFlow => ({
    kind: 'left',
    told: { target: flow.target, carried, reason },
  });
  if (kind === 'toTenant' && ANCHORS.has(flow.target.toLowerCase())) return left(...anchorFlow(flow));
  const target = to.nameOf(flow.target);
  if (target === undefined) return left('notWritable', 'Graph has no attribute for it');
  if (kind === 'toTenant') {
    const refused = refusal(to.schemaOf(target) as AttributeSchema | undefined, flow);
    if (refused !== undefined) return left(...refused);
  }
  const source = sourceOf(flow, from);
  if (typeof source === 'string') return { kind: 'broken', detail: source, range: flow.range };
  const reads = source.reads.map((name) => from.nameOf(name) ?? name);
  const carried = target === flow.target ? 'same' : 'renamed';
  return {
    kind: 'flow',
    target,
    written: writtenFlow(flow, source, to.schemaOf(target)?.syntax),
    reads,
    told: { target: flow.target, carried, reason: carried === 'same' ? '' : `it is ${target} in Graph` },
  };
}

/** The product writes the anchor by itself, from the attribute that the topology names. */
function anchorFlow({ from }: ExportedFlow): [MigratedFlow['carried'], string] {
  const text = from.kind === 'expression' ? from.expression.text : from.kind === 'direct' ? from.attribute.text : '';
  return /sourceAnchor/i.test(text)
    ? ['renamed', 'Lockstep writes the anchor of an object by itself when it makes it']
    : ['decision', 'Lockstep writes the anchor by itself, from the sourceAnchor of the topology'];
}

function refusal(
  schema: AttributeSchema | undefined,
  { target, applyOnce }: ExportedFlow,
): [MigratedFlow['carried'], string] | undefined {
  if (schema?.write === 'never') return ['notWritable', schema.reason ?? 'no application can write it'];
  if (schema?.write === 'create' && !applyOnce) return ['decision', `${target} can be written only in the create`];
  return undefined;
}

interface Source {
  readonly attribute?: string;
  readonly expression?: string;
  readonly constant?: string;
  readonly reads: readonly string[];
}

function sourceOf({ from, target }: ExportedFlow, end: Ends['from']): Source | string {
  switch (from.kind) {
    case 'direct': {
      const name = end.nameOf(from.attribute.text);
      if (name === undefined)
        return `Graph shows no attribute ${from.attribute.text}, which the flow to ${target} reads.`;
      return { attribute: name, reads: [from.attribute.text] };
    }
    case 'constant':
      return { constant: from.value.text, reads: [] };
    case 'expression': {
      const expression = parsed(from.expression.text);
      if (expression.kind === 'broken') return `The expression of ${target} is not understood: ${expression.detail}`;
      const reads = attributesRead(expression.root);
      const unknown = reads.find((name) => end.nameOf(name) === undefined);
      if (unknown !== undefined) return `Graph shows no attribute ${unknown}, which the flow to ${target} reads.`;
      const text = withNames(expression.text, expression.root, (name) => end.nameOf(name) ?? name);
      return { expression: text, reads };
    }
  }
}

function writtenFlow({ applyOnce, merge }: ExportedFlow, source: Source, syntax: string | undefined): Plain {
  const { attribute, expression, constant } = source;
  const options: { readonly [key: string]: Plain } = {
    ...(applyOnce ? { applyOnce: true } : {}),
    ...(merge === 'update' ? {} : { merge }),
  };
  if (constant !== undefined) return { constant: typed(constant, syntax), ...options };
  const plain = Object.keys(options).length === 0;
  if (expression !== undefined) return plain ? `=${expression}` : { expression, ...options };
  const from = attribute ?? '';
  return plain ? from : { from, ...options };
}

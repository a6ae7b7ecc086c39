import type { Flow, MergeType } from '../model/rule-set.ts';
import type { AttributeSchema } from '../model/schema.ts';
import { findAttribute } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { compileSource } from './flow-source.ts';
import type { CompiledSource, FlowInput } from './flow-source.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, isTrue, textOf } from './tree.ts';
import type { Entry, YamlNode } from './tree.ts';

export interface FlowContext {
  readonly direction: 'inbound' | 'outbound';
  readonly input: FlowInput;
  readonly target: AttributeNames;
}

/** A flow before it is numbered. */
export type UnnumberedFlow = Omit<Flow, 'number'>;

export function compileFlows(
  node: YamlNode | undefined,
  context: FlowContext,
  report: Report,
): readonly UnnumberedFlow[] {
  return entriesOf(node).flatMap((entry) => compileFlow(entry, context, report) ?? []);
}

function compileFlow(entry: Entry, context: FlowContext, report: Report): UnnumberedFlow | undefined {
  const target = findAttribute(context.target, entry.key, entry.keyRange, report);
  if (target === undefined) return undefined;
  const source = compileSource(entry.value, target, context.input, report);
  const applyOnce = isTrue(at(entry.value, 'applyOnce'));
  const merge = (textOf(at(entry.value, 'merge')) ?? 'update') as MergeType;
  checkWrite(entry, target, applyOnce, context, report);
  checkMerge(entry, target, merge, report);
  if (source === undefined) return undefined;
  checkRepeatable(source, applyOnce, report);
  return { target: entry.key, from: source.from, applyOnce, merge, source: entry.keyRange };
}

function checkWrite(
  entry: Entry,
  target: AttributeSchema,
  applyOnce: boolean,
  context: FlowContext,
  report: Report,
): void {
  if (context.direction === 'inbound') {
    if (applyOnce) report('CFG048', entry.keyRange, `The flow of ${entry.key} is inbound.`);
    return;
  }
  const because = target.reason === undefined ? '' : `: ${target.reason}`;
  switch (target.write) {
    case 'never':
      report('CFG040', entry.keyRange, `${entry.key} cannot be written${because}.`);
      return;
    case 'create':
      if (!applyOnce) report('CFG041', entry.keyRange, `${entry.key} can be written only in the create${because}.`);
      return;
    case 'always':
      return;
  }
}

function checkMerge(entry: Entry, target: AttributeSchema, merge: MergeType, report: Report): void {
  if (merge === 'update' || target.multiValued) return;
  report(
    'CFG045',
    at(entry.value, 'merge')?.range ?? entry.keyRange,
    `${entry.key} holds one value; there is nothing to unite.`,
  );
}

function checkRepeatable(source: CompiledSource, applyOnce: boolean, report: Report): void {
  if (source.deterministic || applyOnce) return;
  report('CFG047', source.range, 'The expression calls a function that gives another value each time.');
}

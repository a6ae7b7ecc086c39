import type { SourceRange } from '../kernel/position.ts';
import type { Rule } from '../model/rule-set.ts';
import type { Schema } from '../model/schema.ts';
import { attributesOfType } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { checkType } from './context.ts';
import type { CompileContext } from './context.ts';
import type { UnnumberedFlow } from './flows.ts';
import type { RuleEntry } from './rule-selection.ts';
import { textOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** A rule before precedences and flow numbers are given out. */
export type UnplacedRule = Omit<Rule, 'precedence' | 'flows'> & { readonly flows: readonly UnnumberedFlow[] };

/** Outbound rules serve objects of all domains and one connector. */
export const CONNECTOR_PARAMETERS: ReadonlySet<string> = new Set(['Connector.ID', 'Connector.Name']);

export interface End {
  readonly type: string;
  readonly attributes: AttributeNames;
}

export function common(entry: RuleEntry, id: string): { id: string; description?: string; source: SourceRange } {
  const description = textOf(within(entry.document.root, 'metadata', 'description'));
  return { id, ...(description === undefined ? {} : { description }), source: entry.document.nameRange };
}

export function endOf(
  schema: Schema,
  node: YamlNode | undefined,
  owner: string,
  { report }: CompileContext,
): End | undefined {
  const type = textOf(node);
  if (node === undefined || type === undefined || !checkType(schema, type, node.range, owner, report)) return undefined;
  const attributes = attributesOfType(schema, type, `${type} in ${owner}`);
  return attributes === undefined ? undefined : { type, attributes };
}

export function keyRange(node: YamlNode | undefined, key: string): SourceRange | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.keyRange : undefined;
}

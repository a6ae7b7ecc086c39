import type { SourceRange } from '../../kernel/position.ts';
import type { Rule, RuleSet, ScopeClause } from '../../model/rule-set.ts';
import type { AttributeSchema, Schema } from '../../model/schema.ts';
import type { Report } from '../problems.ts';
import { TENANT } from '../topology.ts';

/** What the lints look at: everything that was compiled, and what it was compiled against. */
export interface LintInput {
  readonly ruleSet: Pick<RuleSet, 'rules' | 'filters' | 'metaverse'>;
  /** Of all source connectors: they share one. */
  readonly directory: Schema;
  /** DNs of the naming contexts of a connector as far as the text names them. */
  readonly partitions: ReadonlyMap<string, readonly string[]>;
  /** Stands in a document of the workspace, not of a pack. */
  readonly isOwn: (range: SourceRange) => boolean;
}

/**
 * Looks for one kind of thing that is sound and hardly meant. What it reports names no line, so that the same finding
 * is known again when text around it moves; and it depends on no order but that of precedence.
 */
export type Lint = (input: LintInput, report: Report) => void;

/** The schema of an attribute that a rule's scope or flows read; of what is read of the tenant nothing is concluded. */
export function readSchema(
  { ruleSet, directory }: LintInput,
  { direction, sourceType, connectors }: Pick<Rule, 'direction' | 'sourceType' | 'connectors'>,
  attribute: string,
): AttributeSchema | undefined {
  if (direction === 'inbound' && connectors.includes(TENANT)) return undefined;
  return (direction === 'inbound' ? directory : ruleSet.metaverse).get(sourceType)?.attributes.get(attribute);
}

/** Clauses as the YAML has them: `employeeType equal Contractor`. */
export function wordsOf({ attribute, operator, comparands }: ScopeClause): string {
  const shown = comparands.map(String).join(', ');
  const subject = operator === 'memberOf' || operator === 'notMemberOf' ? [] : [attribute];
  return [...subject, operator, ...(shown === '' ? [] : [shown])].join(' ');
}

import type { TargetAttribute } from '../../model/documentation.ts';
import { flowText } from '../../model/flow-text.ts';
import { scopeWords } from '../scope/clause-words.ts';

/** An attribute of the tenant: who writes it, by precedence, and where that comes from. */
export interface AttributeView {
  readonly connector: string;
  readonly type: string;
  readonly attribute: string;
  readonly writers: readonly WriterView[];
}

export interface WriterView {
  readonly rule: string;
  readonly precedence: number;
  /** Whom it writes it for: `whose c is NO`; empty for all. */
  readonly condition: string;
  readonly says: string;
  readonly reads: readonly {
    /** Of the metaverse. */
    readonly attribute: string;
    readonly contributions: readonly ContributionView[];
  }[];
}

export interface ContributionView {
  readonly rule: string;
  readonly precedence: number;
  readonly connectors: readonly string[];
  readonly types: readonly string[];
  readonly condition: string;
  readonly says: string;
  /** Attributes of the source that it reads. */
  readonly reads: readonly string[];
}

export function attributeView({ connector, type, attribute, writers }: TargetAttribute): AttributeView {
  return {
    connector,
    type,
    attribute,
    writers: writers.map(({ rule: { rule }, flow, reads }) => ({
      rule: rule.id,
      precedence: Number(rule.precedence.toFixed(2)),
      condition: scopeWords(rule.scope),
      says: flowText(flow),
      reads: reads.map(({ attribute: read, contributions }) => ({
        attribute: read,
        contributions: contributions.map((one) => ({
          rule: one.rule.rule.id,
          precedence: Number(one.rule.rule.precedence.toFixed(2)),
          connectors: one.rule.rule.connectors,
          types: one.rule.sourceTypes,
          condition: scopeWords(one.rule.rule.scope),
          says: flowText(one.flow),
          reads: one.reads,
        })),
      })),
    })),
  };
}

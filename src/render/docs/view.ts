import { lineOf } from '../../kernel/position.ts';
import type { Documentation } from '../../model/documentation.ts';
import { filterWords } from '../scope/filter-words.ts';
import { attributeView } from './attribute-view.ts';
import type { AttributeView } from './attribute-view.ts';
import { changeViews } from './change-view.ts';
import type { ChangeView } from './change-view.ts';
import { pictureOf } from './picture.ts';
import type { Picture } from './picture.ts';
import { policyLines } from './policy-words.ts';
import type { PolicyLine } from './policy-words.ts';
import { ruleView } from './rule-view.ts';
import type { RuleView } from './rule-view.ts';
import { connectorViews, decisions } from './topology-words.ts';
import type { ConnectorView } from './topology-words.ts';

export interface FilterView {
  readonly name: string;
  readonly connectors: readonly string[];
  readonly at: string;
  readonly words: string;
}

/** A documentation in words: what every format lays out. */
export interface DocsView {
  readonly workspace: string;
  readonly connectors: readonly ConnectorView[];
  readonly decisions: readonly PolicyLine[];
  readonly picture: Picture;
  readonly filters: readonly FilterView[];
  readonly rules: readonly RuleView[];
  readonly attributes: readonly AttributeView[];
  readonly policy: readonly PolicyLine[];
  /** Only where two states were compared. */
  readonly comparison?: { readonly ref: string; readonly changes: readonly ChangeView[] };
}

export function docsView(documentation: Documentation): DocsView {
  const { topology, settings, filters, rules, attributes, policy, comparison } = documentation;
  return {
    workspace: topology.workspace,
    connectors: connectorViews(settings),
    decisions: decisions(topology),
    picture: pictureOf(documentation),
    filters: filters.map((one) => ({
      name: one.name,
      connectors: one.connectors,
      at: lineOf(one.source),
      words: filterWords(one),
    })),
    rules: rules.map(ruleView),
    attributes: attributes.map(attributeView),
    policy: policyLines(policy),
    ...(comparison === undefined ? {} : { comparison: { ref: comparison.ref, changes: changeViews(documentation) } }),
  };
}

import type { SourceRange } from '../../kernel/position.ts';
import type { RawClause, RawFlow, RawRule } from '../raw-rule.ts';
import type { ExportedFlowSource, ExportedJoin, ExportedText } from '../server-export.ts';
import { isTrue } from '../vocabulary.ts';
import { child, children, textAt } from './element.ts';
import type { XmlElement } from './element.ts';

/** A synchronizationRule. */
export function rawRuleOf(root: XmlElement): RawRule {
  const at = (name: string): ExportedText => ({ text: textAt(root, name), range: placeOf(root, name) });
  return {
    id: textAt(root, 'id'),
    name: textAt(root, 'name'),
    description: textAt(root, 'description'),
    tag: textAt(root, 'immutable-tag'),
    direction: at('direction'),
    link: at('linkType'),
    precedence: at('precedence'),
    disabled: isTrue(textAt(root, 'disabled')),
    passwordSync: isTrue(textAt(root, 'EnablePasswordSync')),
    connector: textAt(root, 'connector'),
    sourceType: textAt(root, 'sourceObjectType'),
    targetType: textAt(root, 'targetObjectType'),
    flows: children(root, 'attribute-mappings', 'mapping').map(flowOf),
    scope: children(root, 'synchronizationCriteria', 'conditions').map((group) =>
      children(group, 'scope').map(clauseOf),
    ),
    join: children(root, 'relationshipCriteria', 'conditions').map((group) => children(group, 'condition').map(joinOf)),
    range: root.range,
  };
}

/** Where a child stands, or where it is missing. */
function placeOf(element: XmlElement, name: string): SourceRange {
  return (child(element, name) ?? element).range;
}

function flowOf(mapping: XmlElement): RawFlow {
  return {
    target: textAt(mapping, 'dest'),
    merge: { text: textAt(mapping, 'valueMergeType'), range: mapping.range },
    from: sourceOf(mapping),
    applyOnce: isTrue(mapping.attributes.get('execute-once') ?? ''),
    range: mapping.range,
  };
}

/**
 * The XML has no word for what a mapping writes from: it is an expression when it has one, else direct when it names an
 * attribute, else a constant. An expression lists its attributes in src as well, for information only.
 */
function sourceOf(mapping: XmlElement): ExportedFlowSource | undefined {
  const expression = child(mapping, 'expression');
  if (expression !== undefined && expression.text.trim() !== '') {
    return { kind: 'expression', expression: { text: expression.text, range: expression.range } };
  }
  const source = child(mapping, 'src');
  if (source === undefined) return undefined;
  const attribute = child(source, 'attr');
  if (attribute !== undefined) {
    return { kind: 'direct', attribute: { text: attribute.text.trim(), range: attribute.range } };
  }
  return { kind: 'constant', value: { text: source.text, range: source.range } };
}

/** The attribute of an outbound rule is one of the metaverse and stands in csAttribute all the same. */
function clauseOf(scope: XmlElement): RawClause {
  return {
    attribute: textAt(scope, 'csAttribute'),
    operator: { text: textAt(scope, 'csOperator'), range: placeOf(scope, 'csOperator') },
    // White space around a value is part of it: `svc ` asks for more than `svc`.
    value: child(scope, 'csValue')?.text ?? '',
    range: scope.range,
  };
}

function joinOf(condition: XmlElement): ExportedJoin {
  return {
    connectorAttribute: textAt(condition, 'csAttribute'),
    metaverseAttribute: textAt(condition, 'ilmAttribute'),
    caseSensitive: isTrue(textAt(condition, 'caseSensitive')),
    range: condition.range,
  };
}

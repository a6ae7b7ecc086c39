import type { SourceRange } from '../../kernel/position.ts';
import type { Problems } from '../problems.ts';
import type { ExportedClause, ExportedFlow, ExportedFlowSource, ExportedJoin, ExportedRule } from '../server-export.ts';
import { idOf, isTrue, tagOf } from '../vocabulary.ts';
import { child, children, textAt } from './element.ts';
import type { XmlElement } from './element.ts';

/** Reads a synchronizationRule; undefined when it cannot be told what the rule does, which is then a problem. */
export function ruleOf(root: XmlElement, problems: Problems): ExportedRule | undefined {
  const word = <Kind extends 'direction' | 'link type'>(kind: Kind, name: string) =>
    problems.word(kind, textAt(root, name), placeOf(root, name));
  const direction = word('direction', 'direction');
  const link = word('link type', 'linkType');
  const precedence = Number(textAt(root, 'precedence'));
  if (!Number.isSafeInteger(precedence)) {
    problems.add('IMP005', placeOf(root, 'precedence'), `${textAt(root, 'precedence')} is no precedence.`);
  }
  const missing = ['id', 'name', 'connector', 'sourceObjectType', 'targetObjectType'].filter(
    (name) => textAt(root, name) === '',
  );
  for (const name of missing) problems.add('IMP006', root.range, `The rule has no ${name}.`);
  const flows = children(root, 'attribute-mappings', 'mapping').map((mapping) => flowOf(mapping, problems));
  const scope = children(root, 'synchronizationCriteria', 'conditions').map((group) =>
    children(group, 'scope').map((clause) => clauseOf(clause, problems)),
  );
  const join = children(root, 'relationshipCriteria', 'conditions').map((group) =>
    children(group, 'condition').map(joinOf),
  );
  // A clause or a flow that was not understood changes what the rule does: the rule is not half carried over.
  const isWhole = [...flows, ...scope.flat()].every((one) => one !== undefined);
  if (direction === undefined || link === undefined || missing.length > 0 || !isWhole) return undefined;
  if (!Number.isSafeInteger(precedence)) return undefined;
  return {
    id: idOf(textAt(root, 'id')),
    name: textAt(root, 'name'),
    description: textAt(root, 'description'),
    tag: tagOf(textAt(root, 'immutable-tag')),
    direction,
    disabled: isTrue(textAt(root, 'disabled')),
    connector: idOf(textAt(root, 'connector')),
    sourceType: textAt(root, 'sourceObjectType'),
    targetType: textAt(root, 'targetObjectType'),
    link,
    precedence,
    passwordSync: isTrue(textAt(root, 'EnablePasswordSync')),
    flows: flows.filter((flow) => flow !== undefined),
    scope: scope.map((group) => group.filter((clause) => clause !== undefined)),
    join,
    range: root.range,
  };
}

/** Where a child stands, or where it is missing. */
function placeOf(element: XmlElement, name: string): SourceRange {
  return (child(element, name) ?? element).range;
}

function flowOf(mapping: XmlElement, problems: Problems): ExportedFlow | undefined {
  const target = textAt(mapping, 'dest');
  if (target === '') problems.add('IMP006', mapping.range, 'The mapping has no dest.');
  const merge = problems.word('merge type', textAt(mapping, 'valueMergeType'), mapping.range);
  const from = sourceOf(mapping);
  if (from === undefined) problems.add('IMP006', mapping.range, `The mapping to ${target} has no source.`);
  if (target === '' || merge === undefined || from === undefined) return undefined;
  const applyOnce = isTrue(mapping.attributes.get('execute-once') ?? '');
  return { target, from, applyOnce, merge, range: mapping.range };
}

/** An expression lists its attributes in src as well, for information only. */
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
function clauseOf(scope: XmlElement, problems: Problems): ExportedClause | undefined {
  const operator = problems.word('scope operator', textAt(scope, 'csOperator'), placeOf(scope, 'csOperator'));
  if (operator === undefined) return undefined;
  return { attribute: textAt(scope, 'csAttribute'), operator, value: textAt(scope, 'csValue'), range: scope.range };
}

function joinOf(condition: XmlElement): ExportedJoin {
  return {
    connectorAttribute: textAt(condition, 'csAttribute'),
    metaverseAttribute: textAt(condition, 'ilmAttribute'),
    caseSensitive: isTrue(textAt(condition, 'caseSensitive')),
    range: condition.range,
  };
}

import type { SourceText } from '../../kernel/position.ts';
import type { Problems } from '../problems.ts';
import type { RawClause, RawFlow, RawRule } from '../raw-rule.ts';
import type { ExportedFlowSource, ExportedJoin } from '../server-export.ts';
import { isTrue } from '../vocabulary.ts';
import { Fields, isIdle } from './fields.ts';
import type { JsonNode } from './json.ts';

/** What a rule needs to be read in a policy, and what of it is not understood. */
class RuleFields extends Fields {
  readonly #problems: Problems;
  isWhole = true;

  constructor(node: JsonNode, source: SourceText, problems: Problems) {
    super(node, source);
    this.#problems = problems;
  }

  complain(node: { readonly start: number; readonly end: number }, detail: string): void {
    this.isWhole = false;
    this.#problems.add('IMP011', this.rangeOf(node), detail);
  }

  remark(node: { readonly start: number; readonly end: number }, detail: string): void {
    this.#problems.add('IMP013', this.rangeOf(node), detail);
  }
}

const NAMES_OF_RULE = [
  'internalIdentifier',
  'version',
  'connectorName',
  'isStandardRule',
  'isLegacyCustomRule',
] as const;

/**
 * A rule that somebody wrote. Undefined when a part of it is not understood, which is then told.
 * @param connector id of the directory that lists it
 */
export function customRuleOf(
  node: JsonNode,
  connector: string,
  source: SourceText,
  problems: Problems,
): RawRule | undefined {
  const fields = new RuleFields(node, source, problems);
  const name = fields.text('name').text.trim();
  const of = name === '' ? 'The rule' : `The rule ${name}`;
  const direction = fields.text('direction');
  const isOutbound = direction.text.trim().toLowerCase() === 'outbound';
  for (const one of ['precedenceBefore', 'precedenceAfter']) {
    const anchor = fields.text(one);
    if (/^\{?[0-]*\}?$/.test(anchor.text.trim())) continue;
    fields.complain(anchor.range, `The place of ${of.toLowerCase()} depends on another rule; a number is read.`);
  }
  for (const one of NAMES_OF_RULE) fields.node(one);
  const raw: RawRule = {
    id: fields.text('uniqueIdentifier', 'identifier', 'id').text.trim(),
    name,
    description: fields.text('description').text.trim(),
    tag: fields.text('immutableTag', 'tag').text.trim(),
    direction,
    link: fields.text('linkType'),
    precedence: fields.text('precedence'),
    disabled: fields.isDisabled(),
    passwordSync: fields.isTrue('enablePasswordSync', 'passwordSync', 'isPasswordSyncEnabled'),
    connector: fields.text('connector', 'connectorIdentifier', 'connectorId').text.trim() || connector,
    sourceType: fields.text('source', 'sourceObjectType').text.trim(),
    targetType: fields.text('target', 'targetObjectType').text.trim(),
    flows: fields.items('attributeMappings', 'attributeFlowMappings').map((one) => flowOf(one, fields)),
    scope: groupsOf('scopeFilters', ['scopeFilters', 'scopeFilter', 'scopeConditionGroups'], fields).map((group) =>
      group.map((one) => clauseOf(one, fields)),
    ),
    join: groupsOf('joinFilters', ['joinFilters', 'joinFilter', 'joinRules', 'joinConditionGroups'], fields).map(
      (group) => group.map((one) => joinOf(one, isOutbound, fields)),
    ),
    range: fields.range,
  };
  tellRest(fields, fields, of);
  if (fields.isWhole) return raw;
  return undefined;
}

/** Members that nobody knows: with what has a structure the rule may do something else, and it is left out. */
function tellRest(part: Fields, rule: RuleFields, of: string): void {
  for (const member of part.rest()) {
    if (isIdle(member)) continue;
    const end = member.start + member.key.length + 2;
    const detail = `${of} has a member ${member.key} that is not known.`;
    const { kind } = member.value;
    if (kind === 'object' || kind === 'list') rule.complain({ start: member.start, end }, detail);
    else rule.remark({ start: member.start, end }, detail);
  }
}

/**
 * Groups are alternatives of conditions that must all hold. They are lists in a list, or objects with one list each; of
 * several conditions in no group nobody knows whether all or one must hold.
 */
function groupsOf(what: string, names: readonly string[], rule: RuleFields): readonly (readonly JsonNode[])[] {
  const items = rule.items(...names);
  const groups: (readonly JsonNode[])[] = [];
  let single = 0;
  for (const item of items) {
    const group = groupIn(item);
    if (group === undefined) single++;
    groups.push(group ?? [item]);
  }
  const [first] = items;
  if (single > 0 && items.length > 1 && first !== undefined) {
    rule.complain(first, `The conditions of ${what} stand in no groups: whether all or one must hold cannot be told.`);
  }
  return groups;
}

function groupIn(item: JsonNode): readonly JsonNode[] | undefined {
  if (item.kind === 'list') return item.items;
  if (item.kind !== 'object') return undefined;
  const lists = item.members.flatMap(({ value }) => (value.kind === 'list' ? [value.items] : []));
  return lists.length === 1 && item.members.length === 1 ? lists[0] : undefined;
}

function clauseOf(node: JsonNode, rule: RuleFields): RawClause {
  const fields = new Fields(node, rule.range.source);
  const clause = {
    attribute: fields.text('attribute').text.trim(),
    operator: fields.text('condition', 'operator', 'comparisonOperator'),
    value: fields.text('value', 'comparisonValue').text,
    range: fields.range,
  };
  tellRest(fields, rule, 'A scope condition');
  return clause;
}

/** Source and target follow the direction of the rule; the other names do not. */
function joinOf(node: JsonNode, isOutbound: boolean, rule: RuleFields): ExportedJoin {
  const fields = new Fields(node, rule.range.source);
  const source = fields.text('source', 'sourceAttribute').text.trim();
  const target = fields.text('target', 'targetAttribute', 'destination').text.trim();
  const connector = fields.text('csAttribute', 'connectorSpaceAttribute', 'connectorAttribute').text.trim();
  const metaverse = fields.text('mvAttribute', 'ilmAttribute', 'metaverseAttribute').text.trim();
  const join = {
    connectorAttribute: connector || (isOutbound ? target : source),
    metaverseAttribute: metaverse || (isOutbound ? source : target),
    caseSensitive: fields.isTrue('caseSensitive', 'isCaseSensitive'),
    range: fields.range,
  };
  if (join.connectorAttribute === '' || join.metaverseAttribute === '') {
    rule.complain(node, 'A join condition does not name both its attributes.');
  }
  tellRest(fields, rule, 'A join condition');
  return join;
}

function flowOf(node: JsonNode, rule: RuleFields): RawFlow {
  const fields = new Fields(node, rule.range.source);
  const flow = {
    target: fields.text('destination', 'target', 'dest').text.trim(),
    merge: fields.text('valueMergeType', 'mergeType'),
    from: sourceOf(fields, node, rule),
    applyOnce: isTrue(fields.text('executeOnce', 'applyOnce').text),
    range: fields.range,
  };
  tellRest(fields, rule, 'A flow');
  return flow;
}

/** An expression lists its attributes as sources as well, for information only. */
function sourceOf(fields: Fields, node: JsonNode, rule: RuleFields): ExportedFlowSource | undefined {
  const kind = fields.text('flowType', 'mappingType', 'type').text.trim().toLowerCase();
  const expression = fields.text('expression');
  const sources = fields.items('source', 'sources', 'src');
  const [source] = sources;
  const hasExpression = expression.text.trim() !== '';
  if (kind === 'expression' || (kind === '' && hasExpression)) {
    return hasExpression ? { kind: 'expression', expression } : undefined;
  }
  if (kind !== 'direct' && kind !== 'constant') {
    const what =
      kind === '' ? 'does not say whether its source is an attribute or a text' : 'has a type that is not known';
    rule.complain(node, `A flow ${what}.`);
  }
  if (hasExpression) rule.complain(node, 'A flow with an expression has another type.');
  if (sources.length > 1) rule.complain(node, 'A flow has several sources and no expression.');
  if (source === undefined) return kind === 'constant' && fields.has('source') ? emptyConstant(fields) : undefined;
  if (source.kind === 'object' || source.kind === 'list') {
    rule.complain(source, 'The source of a flow is no text.');
    return undefined;
  }
  const range = fields.rangeOf(source);
  if (kind === 'constant') return { kind: 'constant', value: { text: source.text, range } };
  return { kind: 'direct', attribute: { text: source.text.trim(), range } };
}

function emptyConstant(fields: Fields): ExportedFlowSource {
  return { kind: 'constant', value: { text: '', range: fields.range } };
}

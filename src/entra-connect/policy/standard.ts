import type { SourceText } from '../../kernel/position.ts';
import type { Problems } from '../problems.ts';
import { precedenceOf } from '../raw-rule.ts';
import type { ExportedRule } from '../server-export.ts';
import { idOf, tagOf } from '../vocabulary.ts';
import { Fields } from './fields.ts';
import type { JsonNode } from './json.ts';

/**
 * A standard rule: the policy says its tag and place, and none of its flows. Undefined when it has no tag or number,
 * which is then a problem.
 * @param connector id of the directory that lists it
 */
export function standardRuleOf(
  node: JsonNode,
  connector: string,
  source: SourceText,
  problems: Problems,
): ExportedRule | undefined {
  const fields = new Fields(node, source);
  const tag = tagOf(fields.text('immutableTag', 'tag').text.trim());
  const name = fields.text('name').text.trim();
  if (tag === undefined) problems.add('IMP006', fields.range, `The standard rule ${name} has no tag of Microsoft.`);
  const precedence = precedenceOf(fields.text('precedence'), problems);
  if (tag === undefined || precedence === undefined) return undefined;
  const id = fields.text('uniqueIdentifier', 'identifier', 'id').text.trim();
  return {
    id: id === '' ? `${tag}@${connector}`.toLowerCase() : idOf(id),
    name: name === '' ? tag : name,
    description: '',
    tag,
    // Every tag of Microsoft says it: InfromAD…, OuttoAAD….
    direction: /^microsoft\.out/i.test(tag) ? 'outbound' : 'inbound',
    disabled: fields.isDisabled(),
    connector,
    sourceType: '',
    targetType: '',
    link: 'join',
    precedence,
    passwordSync: false,
    flows: [],
    scope: [],
    join: [],
    isDescribed: false,
    range: fields.range,
  };
}

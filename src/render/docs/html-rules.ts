import { idOf, markup, nothing } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { badge, code, facts, filtered, group, table } from '../html/parts.ts';
import { count } from '../words.ts';
import type { AttributeView, WriterView } from './attribute-view.ts';
import type { FlowView, RuleView } from './rule-view.ts';

/** The rules by precedence, each of which opens. */
export function rulesHtml(rules: readonly RuleView[]): Html {
  const items = rules.map((rule) => ({
    kinds: [rule.direction, rule.own ? 'of this workspace' : 'of a pack'],
    body: ruleHtml(rule),
  }));
  const options = ['inbound', 'outbound', 'of this workspace', 'of a pack'];
  return markup`<p>By precedence: of two rules that give an attribute a value, the one with the lower number wins.</p>
${filtered('rules', 'rules', items, { label: 'Only', options })}`;
}

function ruleHtml(rule: RuleView): Html {
  const { precedence, own, description, direction, from, to, at, scope, link, join, flows } = rule;
  const summary = markup`<span class="soft">${String(precedence)}</span> <strong>${rule.rule}</strong> ${own ? badge('note', 'of this workspace') : badge('quiet', 'of a pack')} <span class="soft">${from} to ${to}${flows.length === 0 ? '' : `, ${count(flows.length, 'flow')}`}</span>`;
  const body = markup`${description === undefined ? nothing : markup`<p>${description}</p>`}${facts([
    ['Direction', `${direction}: ${from} to ${to}`],
    ['Scope', scope],
    ['Link', link],
    ...join.map((words, index) => [`Join ${String(index + 1)}`, words] as const),
    ['Where', code(at)],
  ])}${flows.length === 0 ? nothing : flowsTable(rule.rule, flows)}`;
  return group(summary, body, { id: idOf(`rule-${rule.rule}`) });
}

function flowsTable(rule: string, flows: readonly FlowView[]): Html {
  return table(
    `Flows of ${rule}`,
    [{ title: 'Attribute' }, { title: 'Gets' }],
    flows.map(({ target, says, notes }) => [
      target,
      markup`${code(says)}${notes.length === 0 ? nothing : markup` <span class="soft">${notes.join('; ')}</span>`}`,
    ]),
  );
}

/** For each attribute of the tenant who writes it and where that comes from. */
export function attributesHtml(attributes: readonly AttributeView[]): Html {
  const placeOf = ({ type, connector }: AttributeView): string => `${type} of ${connector}`;
  const items = attributes.map((one) => ({ kinds: [placeOf(one)], body: attributeHtml(one, placeOf(one)) }));
  const options = [...new Set(attributes.map(placeOf))];
  return markup`<p>The rules that write each attribute of the tenant, by precedence: the first that gives a value wins. Below each, what it reads of the metaverse, and which rules contribute that.</p>
${filtered('attributes', 'attributes', items, { label: 'Type', options })}`;
}

function attributeHtml({ attribute, writers }: AttributeView, place: string): Html {
  const origins = new Set(
    writers.flatMap(({ reads }) => reads.flatMap(({ contributions }) => contributions.flatMap((one) => one.reads))),
  );
  const from = origins.size === 0 ? nothing : markup` <span class="soft">from ${[...origins].join(', ')}</span>`;
  return group(
    markup`<strong>${attribute}</strong> <span class="soft">of ${place}</span>${from}`,
    markup`${writers.map((writer) => writerHtml(attribute, writer))}`,
  );
}

function writerHtml(attribute: string, { rule, precedence, condition, says, reads }: WriterView): Html {
  const whom = condition === '' ? 'for all' : `for those ${condition}`;
  const rows = reads.flatMap(({ attribute: read, contributions }) =>
    contributions.length === 0
      ? [[read, markup`<span class="soft">no rule contributes to it</span>`, '', '']]
      : contributions.map((one) => [
          read,
          markup`<span class="soft">${String(one.precedence)}</span> ${ruleLink(one.rule)}`,
          `${one.types.join(', ')} of ${one.connectors.join(', ')}${one.condition === '' ? '' : ` ${one.condition}`}`,
          code(one.says),
        ]),
  );
  const heads = ['In the metaverse', 'Rule', 'Of whom', 'Gets'].map((title) => ({ title }));
  return markup`<p><span class="soft">${String(precedence)}</span> ${ruleLink(rule)} ${whom}: ${code(says)}</p>
${rows.length === 0 ? nothing : table(`Where ${rule} has ${attribute} from`, heads, rows)}`;
}

/** To where the rule is told whole. */
export function ruleLink(rule: string): Html {
  return markup`<a href="#${idOf(`rule-${rule}`)}">${rule}</a>`;
}

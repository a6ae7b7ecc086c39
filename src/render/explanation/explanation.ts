import type { Explanation, IdentityExplanation, SourceExplanation, Verdict } from '../../model/explanation.ts';
import { brief } from '../escape.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { columnWidth, pad } from '../width.ts';
import { sentence } from '../words.ts';
import { flowLines, wrapped } from './flow-lines.ts';
import { placeText, shownName } from './places.ts';
import { filterLines, joinLines, ruleLines } from './scope-lines.ts';
import { planLines, tenantLines } from './tenant-lines.ts';
import { sourceText } from './values.ts';

export interface ExplanationView {
  readonly colour: boolean;
  readonly width: number;
  /** Only one attribute was asked for: its flows and no scopes. */
  readonly attribute?: string;
}

/** The whole way of one object, for people: from what the directory holds to what the plan does. */
export function renderExplanation({ source, tenant }: Explanation, view: ExplanationView): string {
  const paint = painter(view.colour);
  const { width } = view;
  const inTenant = tenant === undefined ? [] : [tenantLines(tenant, width, paint), planLines(tenant, paint)];
  if (source === undefined) return text([[paint('dim', 'No source shows this object.')], ...inTenant]);
  return text([
    headLines(source, paint),
    ...(view.attribute === undefined || source.identity === undefined ? scopeBlocks(source, paint) : []),
    valueLines(source, width, paint),
    ...(source.identity === undefined ? [] : identityBlocks(source.identity, view, paint)),
    ...(tenant === undefined ? [['The tenant has nothing of it, and the plan does nothing with it.']] : inTenant),
  ]);
}

function headLines(source: SourceExplanation, paint: Paint): readonly string[] {
  return [
    paint('strong', brief(source.dn, 400)),
    `  ${brief(source.type)} of ${brief(source.connector)}, objectGUID ${brief(source.guid)}`,
    `  ${verdictText(source.verdict, paint)}`,
  ];
}

function verdictText(verdict: Verdict, paint: Paint): string {
  switch (verdict.kind) {
    case 'wanted':
      return `${paint('add', 'is wanted')} as ${verdict.type} ${shownName(verdict.name)}, anchor ${brief(verdict.anchor)}`;
    case 'noFlow':
      return `${paint('remove', 'is left as it is')}: nothing flows to it, by ${brief(verdict.at, 400)}`;
    case 'filteredOut':
      return `${paint('remove', 'is filtered out')}: ${brief(verdict.detail, 400)}`;
    case 'outOfScope':
      return `${paint('remove', 'is out of scope')}: no rule in scope carries it to the tenant${verdict.detail === undefined ? '' : `, ${brief(verdict.detail, 400)}`}`;
    case 'notWritable':
      return `${paint('remove', 'cannot be carried')}: ${brief(verdict.detail, 400)}`;
    case 'failed':
      return `${paint('error', 'failed')}, and is held: ${brief(sentence(verdict.message), 400)} ${brief(verdict.at)}`;
  }
}

function valueLines({ attributes, identity }: SourceExplanation, width: number, paint: Paint): readonly string[] {
  const present = attributes.filter((one) => one.value !== undefined);
  const absent = attributes.filter((one) => one.value === undefined).map((one) => brief(one.attribute));
  if (attributes.length === 0) return [];
  const names = columnWidth(
    present.map((one) => brief(one.attribute)),
    40,
  );
  const title = identity === undefined ? 'What rules would read' : 'What rules read';
  return [
    paint('strong', title),
    ...present.map(
      (one) => `  ${pad(brief(one.attribute), names)}  ${sourceText(one.value, Math.max(40, width - names - 6))}`,
    ),
    ...(absent.length === 0 ? [] : wrapped(`Absent: ${absent.join(', ')}`, width, '    ')),
  ];
}

function scopeBlocks(source: SourceExplanation, paint: Paint): readonly (readonly string[])[] {
  return [
    source.filter === undefined ? [] : filterLines(source.filter, paint),
    ruleLines(`Rules for a ${brief(source.type)} of ${brief(source.connector)}`, source.rules, paint),
    joinLines(source.joins, paint),
  ];
}

function identityBlocks(
  identity: IdentityExplanation,
  view: ExplanationView,
  paint: Paint,
): readonly (readonly string[])[] {
  const whole = view.attribute === undefined;
  const style = { width: view.width, full: !whole, paint };
  const { by, type, tenant } = identity;
  const others = identity.links.length > 1 ? identity.links : [];
  return [
    [
      `${paint('strong', 'Metaverse')}  ${brief(type)}, ${by.kind} by ${placeText(by.rule, by.at)}`,
      ...others.map((link) => `  of ${brief(link.key)}  ${brief(link.dn)}`),
    ],
    whole && tenant !== undefined
      ? ruleLines(`Rules for the ${brief(tenant.type)} ${shownName(tenant.name)} of the tenant`, tenant.rules, paint)
      : [],
    flowLines(identity.inbound, { ...style, title: `Flows to the metaverse` }),
    whole ? ruleLines(`Rules for a ${brief(type)} of the metaverse`, identity.outboundRules, paint) : [],
    flowLines(identity.outbound, { ...style, title: `Flows to the tenant` }),
  ];
}

function text(blocks: readonly (readonly string[])[]): string {
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

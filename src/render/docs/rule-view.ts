import { assertNever } from '../../kernel/invariant.ts';
import { lineOf } from '../../kernel/position.ts';
import type { DocumentedRule } from '../../model/documentation.ts';
import { flowText } from '../../model/flow-text.ts';
import type { Flow, JoinCondition, Rule } from '../../model/rule-set.ts';
import { visible } from '../escape.ts';
import { ruleWords } from '../scope/filter-words.ts';
import { listWords } from '../scope/clause-words.ts';

/** A rule in words. */
export interface RuleView {
  readonly rule: string;
  /** `file:line`. */
  readonly at: string;
  readonly own: boolean;
  readonly description?: string;
  readonly direction: 'inbound' | 'outbound';
  /** Rounded: rules that are ordered by name stand between whole numbers. */
  readonly precedence: number;
  /** `user of corp`, `person of the metaverse`. */
  readonly from: string;
  readonly to: string;
  readonly link: string;
  readonly scope: string;
  /** Groups of conditions in the order in which they are tried. */
  readonly join: readonly string[];
  readonly flows: readonly FlowView[];
}

export interface FlowView {
  readonly target: string;
  /** As in a workspace: an attribute, `=expression`, or a constant in quotes. */
  readonly says: string;
  /** What is special about it. */
  readonly notes: readonly string[];
}

export function ruleView({ rule, sourceTypes, own }: DocumentedRule): RuleView {
  const { id, description, direction, connectors, targetType, link, precedence, join, flows, source } = rule;
  const places = listWords(connectors.map(visible), 'and');
  const inbound = direction === 'inbound';
  const from = listWords(sourceTypes.map(visible), 'and');
  const to = targetType === '*' ? 'any type' : visible(targetType);
  return {
    rule: id,
    at: lineOf(source),
    own,
    ...(description === undefined ? {} : { description }),
    direction,
    precedence: Number(precedence.toFixed(2)),
    from: `${from} of ${inbound ? places : 'the metaverse'}`,
    to: `${to} of ${inbound ? 'the metaverse' : places}`,
    link: linkWords(link, direction),
    scope: ruleWords(rule, sourceTypes),
    join: join.map(joinWords),
    flows: flows.map(flowView),
  };
}

function linkWords(link: Rule['link'], direction: Rule['direction']): string {
  switch (link) {
    case 'provision':
      return direction === 'inbound'
        ? 'joins, or makes an object in the metaverse where there is none'
        : 'creates an object in the tenant where there is none';
    case 'join':
      return direction === 'inbound'
        ? 'adds to objects that other rules make or join'
        : 'adds to objects that other rules create';
    case 'stickyJoin':
      return 'joins, and keeps whom earlier runs made although no rule makes them any more';
    case 'joinNoFlow':
      return 'keeps the object in the tenant as it is, and writes nothing';
    default:
      return assertNever(link);
  }
}

/** `whose mail is the mail of the metaverse object`. */
function joinWords(group: readonly JoinCondition[]): string {
  return group
    .map(({ from, to, caseSensitive }) => {
      const exactly = caseSensitive ? ', upper and lower case apart' : '';
      return `${visible(from)} is ${visible(to)} of the metaverse object${exactly}`;
    })
    .join(' and ');
}

function flowView(flow: Flow): FlowView {
  const { target, applyOnce, merge } = flow;
  const united = {
    update: [],
    merge: ['united with other rules'],
    mergeIgnoreCase: ['united with other rules, without regard to case'],
  };
  return {
    target,
    says: flowText(flow),
    notes: [...(applyOnce ? ['only when the object is created'] : []), ...united[merge]],
  };
}

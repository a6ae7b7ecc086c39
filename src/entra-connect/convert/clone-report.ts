import { lineOf } from '../../kernel/position.ts';
import { gravest } from '../../model/migration.ts';
import type { MigratedFlow, MigratedRule } from '../../model/migration.ts';
import type { Clone } from './clone.ts';
import type { Context } from './context.ts';
import { differenceText } from './convert-clone.ts';
import { endsOf } from './ends.ts';
import type { ConvertedRule } from './rule.ts';
import { customReport } from './rule.ts';
import { standardFlow } from './standard-rule.ts';

/** What the report says of a rule that stands for a standard one: its difference, and the flows that are as they were. */
export function cloneReport(clone: Clone, connector: string, context: Context, converted: ConvertedRule): MigratedRule {
  const { rule, original } = clone;
  const told = customReport(rule, connector, converted);
  const ends = endsOf(rule, context);
  if ('refused' in ends) return told;
  const own = new Set(told.flows.map(({ target }) => target));
  const differing = new Set([...clone.added, ...clone.changed].map(({ target }) => target));
  const kept = rule.flows
    .filter(({ target }) => !own.has(target) && !differing.has(target))
    .map((flow): MigratedFlow => {
      const found = ends.kind === 'fromTenant' ? undefined : standardFlow(flow, rule, ends, context);
      return found ?? { target: flow.target, carried: 'same', reason: '' };
    });
  const words = differenceText(clone);
  const stands = `It stands for ${original.name}, which is disabled`;
  const reason = `${stands}${words === '' ? '' : `: ${words}`}. ${told.reason}`.trim();
  const flows = [...told.flows, ...kept];
  // As in a standard rule, what Graph cannot write of it is told flow by flow.
  const kinds = flows.map(({ carried }) => carried).filter((one) => one !== 'notWritable');
  const isLeft = converted.kind === 'left' || converted.draft.notes.length > 0;
  const carried = gravest([...kinds, ...(isLeft ? [told.carried] : [])]);
  return { ...told, origin: lineOf(rule.range), carried, reason, flows };
}

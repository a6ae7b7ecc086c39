import { lineOf } from '../../kernel/position.ts';
import type { Carried, MigratedRule } from '../../model/migration.ts';
import type { ExportedRule } from '../server-export.ts';
import type { Clone } from './clone.ts';
import type { Context } from './context.ts';
import { endsOf, NO_WRITING } from './ends.ts';
import { formsOf } from './standard-forms.ts';
import { standingOf } from './standard-table.ts';

/** What the report says of a rule that is disabled on the server. */
export function disabledReport(
  rule: ExportedRule,
  connector: string,
  context: Context,
  clones: ReadonlyMap<string, Clone>,
): MigratedRule {
  const { name, direction, tag } = rule;
  const [carried, said] = tag === undefined ? LEFT_OUT : verdictOf(rule, context, clones);
  const reason = `It is disabled on the server${said}.`;
  const advice = carried === 'decision' ? { advice: ADVICE } : {};
  const common = { name, connector, direction, standard: tag !== undefined, origin: lineOf(rule.range), flows: [] };
  return { ...common, carried, reason, ...advice };
}

const ADVICE = 'See what the first plan says of these objects before anything is applied.';

type Verdict = readonly [carried: Carried, said: string];

const LEFT_OUT: Verdict = ['same', ', and left out'];
const ONLY_LISTED: Verdict = ['decision', '; the export does not say what it wrote, which the pack may go on writing'];

function verdictOf(rule: ExportedRule, context: Context, clones: ReadonlyMap<string, Clone>): Verdict {
  const clone = [...clones.values()].find(({ original }) => original.id === rule.id);
  if (clone !== undefined) return ['same', `; ${clone.rule.name} stands in its place`];
  const ends = rule.isDescribed ? endsOf(rule, context) : undefined;
  const isTenant = context.connectors.get(rule.connector)?.kind === 'entra';
  if (ends === undefined && !isTenant && rule.direction === 'outbound') return ['notWritable', `. ${NO_WRITING}`];
  if (ends !== undefined && 'refused' in ends) return ['notWritable', `. ${ends.refused}`];
  const { pack } = standingOf(rule.tag ?? '') ?? { pack: [] };
  const working = pack.filter((one) => context.pack.rules.some(({ id }) => id === one || id.startsWith(`${one}(`)));
  if (working.length > 0)
    return ['decision', `, and ${working.join(' and ')} of the pack does its work here all the same`];
  if (pack.length > 0) {
    const why = `, and so is ${pack.join(' and ')} here`;
    const link = rule.isDescribed ? rule.link : formsOf(rule.tag ?? '')[0]?.link;
    return link === 'provision' ? ['decision', `${why}: nothing makes such objects`] : ['same', why];
  }
  if (ends === undefined) return isTenant && rule.direction === 'outbound' ? ONLY_LISTED : LEFT_OUT;
  const written = stillWritten(rule, context);
  return written.length === 0 || ends.kind !== 'toTenant'
    ? LEFT_OUT
    : ['decision', `, and the pack goes on writing ${written.join(', ')}`];
}

/** Attributes of the tenant that only this rule wrote on the server, and that the pack writes. */
function stillWritten(rule: ExportedRule, context: Context): readonly string[] {
  const ends = endsOf(rule, context);
  if ('refused' in ends) return [];
  const others = new Set(
    context.server.rules
      .filter((one) => !one.disabled && one.connector === rule.connector && one.direction === rule.direction)
      .filter((one) => one.targetType === rule.targetType)
      .flatMap(({ flows }) => flows.map(({ target }) => ends.to.nameOf(target))),
  );
  const ours = new Set(
    context.pack.rules
      .filter((one) => one.direction === rule.direction && one.targetType === ends.to.type)
      .flatMap(({ flows }) => flows.map(({ target }) => target)),
  );
  const written = rule.flows.flatMap(({ target }) => ends.to.nameOf(target) ?? []);
  return [...new Set(written)].filter((one) => ours.has(one) && !others.has(one));
}

import type { SourceRange } from '../../kernel/position.ts';
import { didYouMean } from '../../kernel/text.ts';
import type { Rule, ScopingFilter } from '../../model/rule-set.ts';
import type { CompileContext } from '../context.ts';
import type { ScalarNode } from '../tree.ts';

/** What rule tests may name. */
export interface TestContext extends CompileContext {
  readonly filters: readonly ScopingFilter[];
  readonly rules: readonly Rule[];
  /** Names of filters and rules, those with a mistake among them: one mistake is reported once. */
  readonly filterNames: ReadonlySet<string>;
  readonly ruleIds: ReadonlySet<string>;
}

/** “Did you mean” for anything that is named. */
export function nearestOf(name: string, known: Iterable<string>): string | undefined {
  const near = didYouMean(name, known);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

/** True when the case gives an object of this id; otherwise it is reported. */
export function checkId(
  id: string,
  range: SourceRange,
  ids: ReadonlyMap<string, unknown>,
  { report }: Pick<TestContext, 'report'>,
): boolean {
  if (ids.has(id)) return true;
  const help = nearestOf(id, ids.keys()) ?? `Its objects: ${[...ids.keys()].slice(0, 20).join(', ')}.`;
  report('CFG090', range, `The case gives no object ${shortened(id)}.`, help);
  return false;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A scalar that is a DN and no id. */
export function isDnText({ text }: ScalarNode): boolean {
  return text.includes('=');
}

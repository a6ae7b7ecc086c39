import type { Report } from '../problems.ts';
import { absentAttribute } from './absent-attribute.ts';
import { deadScope } from './dead-scope.ts';
import { closedFilter, idleContainer } from './filters.ts';
import { joinInOneDirection, orderOfConnectors, severalJoins } from './joins.ts';
import type { Lint, LintInput } from './lint.ts';
import { shadowedFlow } from './shadowed-flow.ts';
import { joinByNothing, unfedAttribute } from './unfed-attribute.ts';
import { unreadAttribute } from './unread-attribute.ts';

/** Every lint there is. */
const lints: readonly Lint[] = [
  deadScope,
  absentAttribute,
  shadowedFlow,
  unfedAttribute,
  unreadAttribute,
  joinByNothing,
  orderOfConnectors,
  joinInOneDirection,
  severalJoins,
  closedFilter,
  idleContainer,
];

export function lintRules(input: LintInput, report: Report): void {
  for (const lint of lints) lint(input, report);
}

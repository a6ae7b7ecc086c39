import { attributesRead } from '../../model/flow-reads.ts';
import type { SourceRange } from '../../kernel/position.ts';
import type { Rule } from '../../model/rule-set.ts';
import type { Lint } from './lint.ts';

/** Types of the metaverse that inbound rules contribute to, with the attributes that they do. */
export function contributions(rules: readonly Rule[]): (type: string, attribute: string) => boolean {
  const fed = new Set(
    rules
      .filter(({ direction }) => direction === 'inbound')
      .flatMap(({ targetType, flows }) => flows.map(({ target }) => `${targetType} ${target}`)),
  );
  const ofAnyType = new Set([...fed].map((one) => one.slice(one.indexOf(' ') + 1)));
  return (type, attribute) => (type === '*' ? ofAnyType.has(attribute) : fed.has(`${type} ${attribute}`));
}

/** What outbound rules read and no inbound rule contributes. */
export const unfedAttribute: Lint = ({ ruleSet: { rules } }, report) => {
  const isFed = contributions(rules);
  for (const rule of rules) {
    if (rule.direction !== 'outbound') continue;
    const missing = (attribute: string, at: SourceRange, where: string): void => {
      if (isFed(rule.sourceType, attribute)) return;
      report(
        'LINT011',
        at,
        `${rule.id}: ${where} reads ${attribute}, which no inbound rule gives a ${rule.sourceType}.`,
      );
    };
    for (const clause of rule.scope.flat()) missing(clause.attribute, clause.source, 'the scope');
    for (const flow of rule.flows) {
      for (const attribute of attributesRead(flow)) missing(attribute, flow.source, `the flow of ${flow.target}`);
    }
  }
};

/** Joins by what no inbound rule contributes. */
export const joinByNothing: Lint = ({ ruleSet: { rules } }, report) => {
  const isFed = contributions(rules);
  for (const rule of rules) {
    for (const { from, to } of rule.join.flat()) {
      if (isFed(rule.targetType, to)) continue;
      const detail = `${rule.id} joins ${from} with ${to}, which no inbound rule gives a ${rule.targetType}.`;
      report('LINT013', rule.source, detail);
    }
  }
};

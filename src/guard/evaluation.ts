import type { Finding } from '../model/plan.ts';
import { finding } from './input.ts';
import type { Analyzer, PlanGuardInput } from './input.ts';

/** One ambiguous join fails two objects: that many stop no run, however small the directory is. */
const ALWAYS_ALLOWED = 2;

/**
 * Objects of a connector that the rules could not be worked out for, of those in scope. Each is held by itself; many at
 * once are a broken rule or a broken feed, and what depends on them would be planned without them.
 */
export const failedEvaluation: Analyzer<PlanGuardInput> = ({ population, policy }) => {
  const percent = policy.evaluation.maximumFailedPercent;
  const wanted = Map.groupBy(population.desired, ({ key }) => connectorOf(key));
  return [...Map.groupBy(population.failed, ({ key }) => connectorOf(key))].flatMap(
    ([connector, failed]): readonly Finding[] => {
      const inScope = failed.length + (wanted.get(connector)?.length ?? 0);
      const allowed = percent === 0 ? 0 : Math.max(ALWAYS_ALLOWED, Math.ceil((percent / 100) * inScope));
      const [first] = failed;
      if (first === undefined || failed.length <= allowed) return [];
      return [
        finding('SAFE012', {
          detail: `${failed.length} of ${inScope} objects of ${connector} in scope could not be worked out; the limit is ${allowed} (${percent} %). The first is ${first.dn}: ${first.message}, ${first.at}.`,
          policyKey: 'evaluation.maximumFailedPercent',
          operations: [],
        }),
      ];
    },
  );
};

function connectorOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

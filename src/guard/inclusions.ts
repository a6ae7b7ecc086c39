import { finding } from './input.ts';
import type { Analyzer, PlanGuardInput } from './input.ts';

/** An included container in which nothing is: whoever the rules meant is out of scope. It may be empty rightly. */
export const emptyIncluded: Analyzer<PlanGuardInput> = ({ emptyInclusions }) =>
  emptyInclusions.map(({ connector, dn, at }) => {
    const detail = `Nothing in ${connector} lies in ${dn} (${at}).`;
    return finding('SAFE023', { detail, policyKey: '', operations: [] });
  });

import type { ClauseCoverage } from '../../model/coverage.ts';
import { brief } from '../escape.ts';
import { listed } from '../words.ts';

/** A clause in the words of the rule: `employeeType equal Contractor`. */
export function clauseText({ attribute, operator, comparands }: ClauseCoverage): string {
  const compared = listed(
    comparands.map((one) => brief(String(one), 60)),
    6,
  );
  const subject = operator === 'memberOf' || operator === 'notMemberOf' ? '' : `${brief(attribute)} `;
  return `${subject}${operator} ${compared}`.trim();
}

import type { Rule, ScopingFilter } from '../model/rule-set.ts';
import type { Report } from './problems.ts';

/** A filter that says which users take part lets through every object of the types that it does not name. */
export function checkFilterTypes(filters: readonly ScopingFilter[], rules: readonly Rule[], report: Report): void {
  for (const { connectors, objects, source } of filters) {
    if (!objects.has('user') || objects.has('inetOrgPerson')) continue;
    const reading = rules.find(
      (rule) =>
        rule.direction === 'inbound' &&
        rule.sourceType === 'inetOrgPerson' &&
        rule.connectors.some((name) => connectors.includes(name)),
    );
    if (reading === undefined) continue;
    report('CFG054', source, `Users are filtered, inetOrgPerson objects are not, and ${reading.id} reads them.`);
  }
}

import { hazards } from '../../../model/hazard.ts';
import type { Hazard, HazardFound } from '../../../model/hazard.ts';
import type { Finding, Operation, Plan } from '../../../model/plan.ts';
import { code, nameCode, prose, shortened } from '../../forge/inline.ts';
import type { Rung, Section } from '../../forge/ladder.ts';
import { count, grouped } from '../../words.ts';
import { consentedBy } from '../finding-lines.ts';
import { hazardsText } from '../../hazard-words.ts';

const DETAIL = 300;

/** What the plan may do to people, gravest first: how many times, whether it was consented to, and whom it befalls. */
export function hazardSections(
  { hazards: found, body, findings }: Plan,
  samples: readonly number[],
): readonly Section[] {
  if (found.length === 0) return [];
  const by = Map.groupBy(found, ({ hazard }) => hazard);
  const present = hazards.filter((hazard) => by.has(hazard));
  let known: ReadonlyMap<string, Operation> | undefined;
  const operations = (): ReadonlyMap<string, Operation> => (known ??= operationsOf(body.operations, found));
  const rung = (most: number): Rung => ({
    of: present.length,
    things: 'hazards',
    *entries() {
      for (const hazard of present) yield entry(by.get(hazard) ?? [], standing(hazard, findings), operations(), most);
    },
  });
  const title = `<b>What it may do to people</b>: ${count(present.length, 'hazard')}`;
  return [{ title, open: true, rungs: [...samples, 0].map(rung) }];
}

function operationsOf(operations: readonly Operation[], found: readonly HazardFound[]): ReadonlyMap<string, Operation> {
  const meant = new Set(found.map(({ operation }) => operation));
  return new Map(operations.filter(({ id }) => meant.has(id)).map((one) => [one.id, one]));
}

/** Of the guards: a hazard that none of them counts needs no consent. */
function standing(hazard: Hazard, findings: readonly Finding[]): string {
  const about = findings.filter((one) => one.hazard === hazard);
  const blocking = [...new Set(about.filter(({ blocks }) => blocks).map((one) => one.code))];
  if (blocking.length > 0) return `: **not consented, blocks** (${blocking.map(code).join(', ')})`;
  const consented = about.flatMap(({ consent, count: number }) => (consent === undefined ? [] : [{ consent, number }]));
  const [first] = consented;
  return first === undefined ? '' : `. ${prose(consentedBy(first.number, first.consent))}`;
}

function entry(
  all: readonly HazardFound[],
  consent: string,
  operations: ReadonlyMap<string, Operation>,
  most: number,
): string {
  const shown = all.slice(0, most);
  const cut = shown.length > 0 && shown.length < all.length;
  return [
    `- **${hazardsText(all)}** (${code(all[0]?.hazard ?? '')})${consent}`,
    ...shown.map((one) => `  - ${sample(one, operations.get(one.operation))}`),
    ...(cut ? [`  - shown ${grouped(shown.length)} of ${grouped(all.length)}`] : []),
  ].join('\n');
}

function sample({ operation: id, detail = '', people = 1 }: HazardFound, operation: Operation | undefined): string {
  const more = people > 1 ? `, ${count(people, 'person', 'people')}` : '';
  return `${nameOf(id, operation)}${more}${detail === '' ? '' : `: ${prose(shortened(detail, DETAIL))}`}`;
}

function nameOf(id: string, operation: Operation | undefined): string {
  if (operation === undefined) return nameCode(id);
  switch (operation.kind) {
    case 'defineExtension':
      return nameCode(operation.name);
    case 'removeMember':
      return `${nameCode(operation.member.name)} from ${nameCode(operation.object.name)}`;
    case 'addMember':
      return `${nameCode(operation.member.name)} to ${nameCode(operation.object.name)}`;
    default:
      return nameCode(operation.object.name);
  }
}

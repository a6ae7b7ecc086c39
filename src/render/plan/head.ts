import type { PlanEnvelope } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import type { Paint } from '../paint.ts';

/** Which tenant, which rules and which sources: what a reader checks before the first change. */
export function headLine(envelope: PlanEnvelope, paint: Paint): string {
  const tenant = `${brief(envelope.tenantName)} (${brief(envelope.tenantId.slice(0, 8))})`;
  const rules = brief(envelope.revision ?? envelope.rulesDigest.slice(0, 12));
  const standIn = envelope.sources.find(({ connector }) => connector === TENANT);
  const sources = envelope.sources
    .filter((source) => source !== standIn)
    .map((source) => `${brief(source.connector)} (${brief(source.origin)}) read ${time(source.readAt, envelope)}`);
  return [
    paint('strong', tenant) + readOf(envelope, standIn),
    `rules ${rules}`,
    ...sources,
    ...(isForNow(envelope) ? [] : [`as of ${brief(envelope.asOf)}`]),
  ].join(' · ');
}

/** Among the sources stands the tenant only where a snapshot stood in for it. */
export const TENANT = 'entra';

function readOf(envelope: PlanEnvelope, standIn: PlanEnvelope['sources'][number] | undefined): string {
  if (standIn === undefined) return ` read ${time(envelope.createdAt, envelope)}`;
  return `, ${brief(standIn.origin)} read ${time(standIn.readAt, envelope)}`;
}

/** The instant of a plan for now is when reading began: somewhat before the plan was there. */
export function isForNow({ asOf, createdAt }: PlanEnvelope): boolean {
  const age = Date.parse(createdAt) - Date.parse(asOf);
  return age >= 0 && age < 3_600_000;
}

/** `14:02:11Z`, with its day when that is another one than the plan's. */
export function time(instant: string, envelope: PlanEnvelope): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(instant);
  if (match === null) return brief(instant);
  const [, day = '', clock = ''] = match;
  return envelope.createdAt.startsWith(day) ? `${clock}Z` : `${day} ${clock}Z`;
}

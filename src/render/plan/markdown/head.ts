import type { PlanEnvelope } from '../../../model/plan.ts';
import { textCode } from '../../forge/inline.ts';
import { count } from '../../words.ts';
import { isForNow, TENANT, time } from '../head.ts';

const MOST_SOURCES = 5;
const SHORT = 60;

/** Which tenant, which rules and which sources. */
export function headText(envelope: PlanEnvelope): string {
  const { tenantName, tenantId, revision, rulesDigest, asOf } = envelope;
  const standIn = envelope.sources.find(({ connector }) => connector === TENANT);
  const sources = envelope.sources.filter((source) => source !== standIn);
  const more = sources.length - MOST_SOURCES;
  return [
    `Tenant ${text(tenantName)} (${text(tenantId.slice(0, 8))})${standIn === undefined ? '' : ` as ${sourceText(standIn, envelope)}`}`,
    `rules ${text(revision ?? rulesDigest.slice(0, 12))}`,
    ...sources.slice(0, MOST_SOURCES).map((one) => `${text(one.connector)}: ${sourceText(one, envelope)}`),
    ...(more > 0 ? [`${count(more, 'source')} more`] : []),
    ...(isForNow(envelope) ? [] : [`as of ${text(asOf)}`]),
  ].join(' · ');
}

function sourceText({ origin, readAt }: PlanEnvelope['sources'][number], envelope: PlanEnvelope): string {
  return `${text(origin)} read ${text(time(readAt, envelope))}`;
}

function text(outside: string): string {
  return textCode(outside, SHORT);
}

import { lineOf } from '../kernel/position.ts';
import type {
  AssessedConnector,
  AssessedExport,
  AssessedRule,
  AssessmentInput,
  Evidence,
} from '../model/assessment.ts';
import type { Census } from './census.ts';

/** What was given, with the tenant counted. */
export interface Known extends AssessmentInput {
  readonly census: Census | undefined;
}

/** The value of a global setting in lower case; undefined when the export does not have it. */
export function settingOf({ settings }: AssessedExport, name: string): string | undefined {
  return settings.get(name)?.toLowerCase();
}

export function settingEvidence({ settings, settingPlaces }: AssessedExport, name: string): Evidence {
  const place = settingPlaces.get(name);
  const named = { text: 'the setting', name: `${name} = ${settings.get(name) ?? ''}` };
  return place === undefined ? named : { ...named, place };
}

export function ruleEvidence({ name, range }: AssessedRule): Evidence {
  return { text: 'the rule', name, place: lineOf(range) };
}

export function connectorEvidence({ name, category, range }: AssessedConnector): Evidence {
  return { text: `the connector of the kind ${category}`, name, place: lineOf(range) };
}

/** Rules that run and do this. */
export function rulesThat(
  { rules }: AssessedExport,
  isMeant: (rule: AssessedRule) => boolean,
): readonly AssessedRule[] {
  return rules.filter((rule) => !rule.disabled && isMeant(rule));
}

export function connectorsOf(
  { connectors }: AssessedExport,
  kind: AssessedConnector['kind'],
): readonly AssessedConnector[] {
  return connectors.filter((one) => one.kind === kind);
}

/** `1 group`, `3 groups`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

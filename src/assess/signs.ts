import type { AssessedExport, AssessedRule, AssessedTenant, Evidence, Use } from '../model/assessment.ts';
import type { Census } from './census.ts';
import { counted, ruleEvidence, rulesThat, settingEvidence, settingOf } from './evidence.ts';
import type { Known } from './evidence.ts';

/** What one place says of a feature: in use with its evidence, not in use, or unknown with what is missing. */
export type Sign = (known: Known) => Use;

export function found(evidence: readonly Evidence[]): Use {
  return { use: 'inUse', evidence };
}

export function notFound(): Use {
  return { use: 'notInUse', evidence: [] };
}

export function notKnown(missing: string): Use {
  return { use: 'unknown', evidence: [], missing };
}

/** A global setting of the server with a value that means yes; every other value means no. */
export function setting(name: string, isOn: (value: string) => boolean = (value) => value === 'true'): Sign {
  return inExport((server) => {
    const value = settingOf(server, name);
    if (value === undefined) return notKnown(`The setting ${name} of the server says it; the export lacks it.`);
    return isOn(value) ? found([settingEvidence(server, name)]) : notFound();
  });
}

/** Rules that run and do this. */
export function rules(isMeant: (rule: AssessedRule, server: AssessedExport) => boolean): Sign {
  return inExport((server) => {
    const those = rulesThat(server, (rule) => isMeant(rule, server));
    return those.length > 0 ? found(those.map(ruleEvidence)) : notInWhole(server);
  });
}

/** A part that could not be read may be the one that is looked for. */
export function notInWhole({ whole }: AssessedExport): Use {
  return whole ? notFound() : notKnown('The export was not read whole: see what could not be read.');
}

export function inExport(look: (server: AssessedExport) => Use): Sign {
  return (known) =>
    known.export === undefined ? notKnown('An export of the Entra Connect server says it.') : look(known.export);
}

export function inTenant(look: (census: Census, tenant: AssessedTenant) => Use): Sign {
  return ({ census, tenant }) =>
    census === undefined || tenant === undefined ? notKnown('A snapshot of the tenant says it.') : look(census, tenant);
}

/** Objects of the tenant, counted. */
export function objects(count: (census: Census) => number, noun: string): Sign {
  return inTenant((census, { origin }) => {
    const number = count(census);
    return number > 0 ? found([{ text: counted(number, noun), place: origin }]) : notFound();
  });
}

/** In use where one sign says so; not in use where all say so. */
export function anyOf(...signs: readonly Sign[]): Sign {
  return (known) => {
    const all = signs.map((sign) => sign(known));
    const evidence = all.flatMap((one) => one.evidence);
    if (evidence.length > 0) return found(evidence);
    const missing = all.flatMap((one) => one.missing ?? []);
    return missing.length > 0 ? notKnown([...new Set(missing)].join(' ')) : notFound();
  };
}

/** In use where one sign says so; not in use where one does and none says otherwise. */
export function firstOf(...signs: readonly Sign[]): Sign {
  return (known) => {
    const all = signs.map((sign) => sign(known));
    if (all.some(({ use }) => use === 'inUse')) return found(all.flatMap(({ evidence }) => evidence));
    return all.some(({ use }) => use === 'notInUse') ? notFound() : anyOf(...signs)(known);
  };
}

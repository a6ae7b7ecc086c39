import { fail } from '../kernel/diagnostic.ts';
import { didYouMean, foldCase } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { DnKey } from '../model/dn.ts';

/** An object and everything that it may be called. */
export interface Nameable {
  /** `connector/objectGUID`, or `tenant/id` of what no source shows. */
  readonly key: string;
  /** Key of the identity that it is part of: objects of one identity are never in each other's way. */
  readonly identity: string;
  /** For people: what tells it from others. */
  readonly label: string;
  readonly dn?: DnKey;
  /** Compared as they are. */
  readonly identifiers: readonly string[];
  /** Sign-in names and names of groups: compared without regard to case. */
  readonly names: readonly string[];
  /** Mail addresses, display names and the like. */
  readonly otherNames: readonly string[];
}

const MOST_SHOWN = 5;

/**
 * The object that a name means. Identifiers come before sign-in names, those before all others, and an object of a
 * source before one that only the tenant has. Fails with CLI005 or CLI006.
 */
export function findObject(name: string, objects: readonly Nameable[]): Nameable {
  const hits = [byIdentifier(name), byName(name), byOtherName(name)]
    .map((test) => preferSource(objects.filter(test)))
    .find((found) => found.length > 0);
  if (hits === undefined) return unknown(name, objects);
  const identities = new Set(hits.map((one) => one.identity));
  const [first] = hits;
  if (first === undefined || identities.size > 1) return ambiguous(name, hits);
  return hits.find((one) => one.key === one.identity) ?? first;
}

type Test = (object: Nameable) => boolean;

function byIdentifier(name: string): Test {
  const key = name.includes('=') ? dnKey(name) : undefined;
  const bare = name.replace(/^\{(.*)\}$/, '$1').toLowerCase();
  return ({ dn, identifiers }) =>
    (key !== undefined && dn === key) || identifiers.includes(name) || identifiers.includes(bare);
}

function byName(name: string): Test {
  const folded = foldCase(name);
  return ({ names }) => names.some((one) => foldCase(one) === folded);
}

function byOtherName(name: string): Test {
  const folded = foldCase(name);
  return ({ otherNames }) => otherNames.some((one) => foldCase(one) === folded);
}

function preferSource(found: readonly Nameable[]): readonly Nameable[] {
  const ofSource = found.filter((one) => one.dn !== undefined);
  return ofSource.length > 0 ? ofSource : found;
}

function unknown(name: string, objects: readonly Nameable[]): never {
  const folded = foldCase(name);
  const names = new Set(objects.flatMap((one) => [...one.names, ...one.otherNames]));
  const alike = [...names].filter((one) => foldCase(one).includes(folded));
  const near = alike.length > 0 ? undefined : didYouMean(name, names);
  const meant = near === undefined ? alike.slice(0, MOST_SHOWN) : [near];
  fail('CLI005', {
    detail: `Nothing is called “${name}”.`,
    ...(meant.length === 0 ? {} : { help: `Did you mean ${listed(meant, alike.length)}?` }),
  });
}

function ambiguous(name: string, hits: readonly Nameable[]): never {
  const shown = hits.slice(0, MOST_SHOWN).map((one) => `${one.key} (${one.label})`);
  fail('CLI006', {
    detail: `“${name}” may be ${listed(shown, hits.length)}.`,
    help: 'Name one of them by what stands before its bracket.',
  });
}

function listed(shown: readonly string[], total: number): string {
  const more = total > shown.length ? ` and ${total - shown.length} more` : '';
  return `${shown.join(', ')}${more}`;
}

import { dnKey, isAtOrBelow, parseDn } from '../../model/dn.ts';
import type { Rule, Scope, ScopingFilter } from '../../model/rule-set.ts';
import { brief } from '../escape.ts';
import { listWords, scopeWords } from './clause-words.ts';

type Container = ScopingFilter['containers'][number];

/** What a filter takes, in one sentence without its subject and its full stop. */
export function filterWords({ containers, objects }: ScopingFilter): string {
  const ofTypes = [...objects].map(([type, scope]) => `of ${typeWords(type)} ${typeScope(scope)}`);
  return ['takes objects ' + containerWords(containers), ...ofTypes].join('; ');
}

function typeScope(scope: Scope): string {
  return scope.length === 0 ? 'all' : `those ${scopeWords(scope)}`;
}

/** What the scope of a rule takes; of all the types that it handles alike, where there are several. */
export function ruleWords({ direction, sourceType, scope }: Rule, types: readonly string[] = [sourceType]): string {
  const where = direction === 'inbound' ? '' : ' of the metaverse';
  const named = listWords(types.map(typeWords), 'and');
  if (scope.length === 0) return `takes all ${named}${where}`;
  return `takes ${named}${where} ${scopeWords(scope)}`;
}

const plurals: Readonly<Record<string, string>> = {
  user: 'users',
  group: 'groups',
  contact: 'contacts',
  computer: 'computers',
  device: 'devices',
  person: 'people',
};

function typeWords(type: string): string {
  return Object.hasOwn(plurals, type) ? (plurals[type] ?? type) : `${brief(type)} objects`;
}

/** The nearest container that is listed decides: inclusions inside an exclusion come last. */
function containerWords(containers: readonly Container[]): string {
  const domain = sharedDomain(containers);
  const shown = (list: readonly Container[]): string =>
    listWords(
      list.map(({ dn }) => shortDn(dn, domain)),
      'and',
    );
  const again = containers.filter((one) => one.include && above(containers, one)?.include === false);
  const included = containers.filter((one) => one.include && !again.includes(one));
  const excluded = containers.filter((one) => !one.include);
  return [
    included.length === 0 ? (again.length === 0 ? 'wherever they lie' : '') : `below ${shown(included)}`,
    ...(excluded.length === 0 ? [] : [`except below ${shown(excluded)}`]),
    ...(again.length === 0 ? [] : [`${excluded.length === 0 ? '' : 'but again '}below ${shown(again)}`]),
    ...(domain === '' ? [] : [`(in ${brief(domain)})`]),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function above(containers: readonly Container[], { key }: Container): Container | undefined {
  return containers
    .filter((one) => one.key !== key && isAtOrBelow(key, one.key))
    .reduce<Container | undefined>((best, one) => (one.key.length > (best?.key.length ?? -1) ? one : best), undefined);
}

/** `DC=corp,DC=contoso,DC=com` when every container lies in it and none is it. */
function sharedDomain(containers: readonly Container[]): string {
  const domains = new Map(containers.map(({ dn }) => [dnKey(domainOf(dn)), domainOf(dn)]));
  const [only = ''] = domains.values();
  const isOne = domains.size === 1 && containers.every(({ dn }) => dnKey(dn) !== dnKey(only));
  return isOne ? only : '';
}

function domainOf(dn: string): string {
  const parts = parseDn(dn);
  const first = parts.findLastIndex(({ type }) => type.toUpperCase() !== 'DC') + 1;
  return parts
    .slice(first)
    .map(({ type, value }) => `${type}=${value}`)
    .join(',');
}

/** The DN without the domain that is named once for all. */
function shortDn(dn: string, domain: string): string {
  const short = domain !== '' && dn.endsWith(`,${domain}`) ? dn.slice(0, -domain.length - 1) : dn;
  return brief(short);
}

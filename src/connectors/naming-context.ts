import { dnKey, parseDn } from '../model/dn.ts';
import type { DnKey } from '../model/dn.ts';
import type { PartitionParameters } from '../model/source.ts';

/** The naming contexts that DNs belong to, as their `DC=` endings tell (RFC 2247). */
export class NamingContexts {
  readonly #texts = new Map<DnKey, string>();
  readonly #seen = new Set<string>();

  add(dn: string): void {
    const comma = dn.indexOf(',DC=');
    if (comma !== -1 && this.#seen.has(dn.slice(comma + 1))) return;
    const context = contextOf(dn);
    if (context === undefined) return;
    this.#seen.add(context);
    const key = dnKey(context);
    if (!this.#texts.has(key)) this.#texts.set(key, context);
  }

  /** The shortest first. */
  list(): readonly string[] {
    return [...this.#texts].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)).map(([, text]) => text);
  }
}

/** The naming context as a DNS name: `DC=corp,DC=contoso,DC=com` is corp.contoso.com. */
export function dnsName(context: string): string {
  return parseDn(context)
    .filter((rdn) => rdn.type.toLowerCase() === 'dc')
    .map((rdn) => rdn.value)
    .join('.');
}

/** The run of `DC=` parts at the end of a DN. */
function contextOf(dn: string): string | undefined {
  let context: string | undefined;
  for (let end = dn.length; ;) {
    const comma = lastSeparator(dn, end);
    const part = dn.slice(comma + 1, end);
    if (!/^DC=/i.test(part)) return context;
    context = dn.slice(comma + 1);
    if (comma === -1) return context;
    end = comma;
  }
}

/** The last comma before `end` that is not escaped, or -1. */
function lastSeparator(dn: string, end: number): number {
  let comma = end;
  do comma = comma === 0 ? -1 : dn.lastIndexOf(',', comma - 1);
  while (comma > 0 && isEscaped(dn, comma));
  return comma;
}

function isEscaped(dn: string, at: number): boolean {
  let slashes = 0;
  while (dn[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

/** Longest NetBIOS name of a domain. */
const NETBIOS_LENGTH = 15;

/**
 * Parameters for rules: `%Domain.FQDN%` and the like, of one domain and the root domain of its forest. Where nothing
 * tells the NetBIOS name, it is what the set-up of a domain proposes: the first label of the DNS name.
 */
export function forestParameters(
  connector: string,
  domain: string,
  rootDomain: string,
  netbiosNames: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const parameters = new Map([['Connector.ID', connector]]);
  for (const [scope, context] of [
    ['Domain', domain],
    ['Forest', rootDomain],
  ] as const) {
    const fqdn = dnsName(context);
    const known = [...netbiosNames].find(([dn]) => dnKey(dn) === dnKey(context))?.[1];
    parameters.set(`${scope}.FQDN`, fqdn);
    parameters.set(`${scope}.Netbios`, known ?? (fqdn.split('.')[0] ?? '').slice(0, NETBIOS_LENGTH).toUpperCase());
    parameters.set(`${scope}.LDAP`, context);
  }
  return parameters;
}

/** The parameters of each naming context, by its DN. */
export type ParametersOf = readonly (readonly [context: string, parameters: ReadonlyMap<string, string>])[];

/** Those of the one domain; where there are several, what is the same in all of them and is not of a domain. */
export function commonParameters([first, ...others]: ParametersOf): ReadonlyMap<string, string> {
  const [, parameters = new Map<string, string>()] = first ?? [];
  if (others.length === 0) return parameters;
  const isCommon = (name: string, value: string): boolean =>
    !name.startsWith('Domain.') && others.every(([, other]) => other.get(name) === value);
  return new Map([...parameters].filter(([name, value]) => isCommon(name, value)));
}

/** One domain needs no such distinction. */
export function parametersByPartition(parameters: ParametersOf): PartitionParameters {
  return parameters.length > 1 ? new Map(parameters) : new Map();
}

import type { SearchEntry } from 'ldapts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { dnKey, isAtOrBelow } from '../../model/dn.ts';
import { dnsName } from '../naming-context.ts';
import { foreignPartition } from './errors.ts';
import { isLoss, LdapError } from './failure.ts';
import { RawEntry } from './raw-entry.ts';
import type { Session } from './session.ts';

/**
 * NetBIOS names of the domains of a forest by the DN of each, from the crossRef objects (MS-ADTS 6.1.1.2.1.1). An
 * account that may not read them gets none.
 */
export async function netbiosNames(session: Session): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const found of await crossRefs(session)) {
    const entry = new RawEntry(found);
    const context = entry.text('nCName');
    const name = entry.text('nETBIOSName');
    if (context !== undefined && name !== undefined) names.set(context, name);
  }
  return names;
}

async function crossRefs(session: Session): Promise<readonly SearchEntry[]> {
  try {
    const answer = await session.search({
      base: `CN=Partitions,${session.root.configurationNamingContext}`,
      scope: 'one',
      filter: '(&(objectClass=crossRef)(nETBIOSName=*))',
      attributes: ['nCName', 'nETBIOSName'],
      controls: [],
    });
    return answer.entries();
  } catch (error) {
    // A guess must not stand in for what a server could not say just now.
    if (error instanceof LdapError && error.failure.kind === 'refused' && !isLoss(error.failure)) return [];
    throw error;
  }
}

/** Naming contexts that hold configuration and DNS, and none of the objects that rules know. */
const ofNoInterest = /^DC=(?:DomainDnsZones|ForestDnsZones),/i;

/** Warnings about domains that the server knows and the topology does not name. */
export function partitionsNotRead(
  session: Session,
  references: Iterable<string>,
  configured: ReadonlySet<string>,
): readonly Diagnostic[] {
  const configuration = dnKey(session.root.configurationNamingContext);
  const partitions = new Set([...references].map(partitionOf).filter((dn) => dn !== ''));
  return [...partitions]
    .filter((dn) => !ofNoInterest.test(dn) && !isAtOrBelow(dnKey(dn), configuration))
    .filter((dn) => !configured.has(dnsName(dn).toLowerCase()))
    .sort()
    .map((dn) => foreignPartition(session.server, dn));
}

/** The DN of a continuation reference: `ldap://host/DN??sub` (RFC 4516). */
function partitionOf(reference: string): string {
  const path = /^ldaps?:\/\/[^/]*\/([^?]*)/i.exec(reference)?.[1] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

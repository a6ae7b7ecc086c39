import type { LdapConnection } from './client.ts';
import { RawEntry } from './raw-entry.ts';

/** What a server says about itself (MS-ADTS 3.1.1.3.2). */
export interface RootDse {
  readonly dnsHostName: string;
  readonly defaultNamingContext: string;
  readonly rootDomainNamingContext: string;
  readonly configurationNamingContext: string;
  readonly controls: ReadonlySet<string>;
  /** Everything up to here was written before it was asked; 0 when the server does not tell. */
  readonly highestCommittedUsn: bigint;
  readonly isSynchronized: boolean;
  /** The NTDS settings object of the server: tells domain controllers apart. */
  readonly dsServiceName: string;
}

const attributes = [
  'dnsHostName',
  'defaultNamingContext',
  'rootDomainNamingContext',
  'configurationNamingContext',
  'supportedControl',
  'highestCommittedUSN',
  'isSynchronized',
  'dsServiceName',
] as const;

export async function readRootDse(connection: Pick<LdapConnection, 'search'>): Promise<RootDse> {
  const answer = await connection.search({
    base: '',
    scope: 'base',
    filter: '(objectClass=*)',
    attributes,
    controls: [],
  });
  const [first] = answer.entries();
  const entry = new RawEntry(first);
  const usn = entry.text('highestCommittedUSN') ?? '';
  return {
    dnsHostName: entry.text('dnsHostName') ?? '',
    defaultNamingContext: entry.text('defaultNamingContext') ?? '',
    rootDomainNamingContext: entry.text('rootDomainNamingContext') ?? '',
    configurationNamingContext: entry.text('configurationNamingContext') ?? '',
    controls: new Set(entry.texts('supportedControl')),
    highestCommittedUsn: /^\d+$/.test(usn) ? BigInt(usn) : 0n,
    isSynchronized: entry.text('isSynchronized') !== 'FALSE',
    dsServiceName: entry.text('dsServiceName') ?? '',
  };
}

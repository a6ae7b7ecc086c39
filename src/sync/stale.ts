import { dnKey, isAtOrBelow } from '../model/dn.ts';
import type { ImportSummary } from '../model/source.ts';

/** Members of other forests stand under this container by their security identifier: they are in no partition of ours. */
const FOREIGN = /(?:^|,)cn=foreignsecurityprincipals,/;

/** A DN that no object has, although everything below the partition was read. */
export function isStale(dn: string, summary: Pick<ImportSummary, 'partitions'> | undefined): boolean {
  const key = dnKey(dn);
  if (FOREIGN.test(key)) return false;
  return summary?.partitions.some((partition) => isAtOrBelow(key, dnKey(partition))) ?? false;
}

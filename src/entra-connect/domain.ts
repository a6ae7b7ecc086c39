import { parseDn } from '../model/dn.ts';
import type { ExportedPartition } from './server-export.ts';

/** `corp.contoso.com` of `DC=corp,DC=contoso,DC=com`; undefined for a naming context that is no domain. */
export function domainOf(dn: string): string | undefined {
  const parts = parseDn(dn);
  if (parts.length === 0 || parts.some(({ type }) => type.toUpperCase() !== 'DC')) return undefined;
  return parts.map(({ value }) => value).join('.');
}

/** A domain with everything in it. */
export function wholeDomain(domain: string): ExportedPartition {
  const dn = domain
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');
  return { dn, selected: true, include: [], exclude: [], objectTypes: [], domain };
}

import { Control, PagedResultsControl } from 'ldapts';
import type { SearchResponse } from 'ldapts';
import type { Buffer } from 'node:buffer';

/** Simple Paged Results (RFC 2696). */
export const PAGED_RESULTS = PagedResultsControl.type;

/** LDAP_SERVER_SHOW_DELETED_OID (MS-ADTS 3.1.1.3.4.1.14): tombstones answer, too. */
export const SHOW_DELETED = '1.2.840.113556.1.4.417';

export function showDeleted(): Control {
  return new Control(SHOW_DELETED, { critical: true });
}

export function pagedResults(size: number, cookie: Buffer | undefined): Control {
  return new PagedResultsControl({ critical: true, value: { size, ...(cookie === undefined ? {} : { cookie }) } });
}

/** The cookie of a page: empty after the last one, undefined when the server ignored the control. */
export function cookieOf(response: SearchResponse): Buffer | undefined {
  return response.controls?.find((control) => control instanceof PagedResultsControl)?.value?.cookie;
}

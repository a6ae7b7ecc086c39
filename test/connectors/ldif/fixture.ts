import { ldifConnector } from '../../../src/connectors/ldif/index.ts';
import type { ScanLimits } from '../../../src/connectors/ldif/scan.ts';
import type { LdifSettings } from '../../../src/model/settings.ts';
import type { SourceConnector } from '../../../src/model/source.ts';
import type { SourceEntry } from '../../conformance/source.ts';
import { ldifLine } from '../../support/forest/ldif.ts';

export interface FileOptions {
  /** Bytes of one piece of the file. */
  readonly piece?: number;
  readonly limits?: ScanLimits;
  readonly settings?: Partial<LdifSettings>;
}

/** A connector over a file that exists in memory only. */
export function connectorOver(content: string | Uint8Array, options: FileOptions = {}): SourceConnector {
  const bytes = Buffer.from(content as string);
  const { piece = 1 << 20, limits } = options;
  return ldifConnector({
    settings: { name: 'corp', type: 'ldif', path: 'corp.ldif', ...options.settings },
    path: '/nowhere/corp.ldif',
    ...(limits === undefined ? {} : { limits }),
    open: async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece));
    },
  });
}

export function ldifOf(entries: readonly SourceEntry[]): string {
  const records = entries.map(({ dn, attributes }) => {
    const lines = attributes.flatMap(([name, values]) => values.map((value) => ldifLine(name, value)));
    return [ldifLine('dn', dn), ...lines, '', ''].join('\n');
  });
  return ['version: 1', '', ...records].join('\n');
}

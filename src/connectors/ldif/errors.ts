import { diagnostic, fail } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';

/** Where in the file: the path that the user wrote in the topology, and a 1-based line. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

function at(place: Place): string {
  return `${place.path}:${place.line}`;
}

export function malformed(place: Place, what: string): never {
  fail('SRC021', { detail: `${at(place)}: ${what}`, subject: at(place) });
}

export function cutOff(place: Place, what: string): never {
  fail('SRC022', { detail: `${at(place)}: ${what}`, subject: at(place) });
}

export function notRead(place: Place, what: string, help?: string): never {
  fail('SRC023', { detail: `${at(place)}: ${what}`, subject: at(place), ...(help === undefined ? {} : { help }) });
}

export function tooLong(place: Place, what: 'line' | 'record', limit: number): never {
  fail('SRC024', { detail: `${at(place)}: this ${what} is longer than ${limit} bytes.`, subject: at(place) });
}

export function unreadable(path: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
  };
  fail('SRC020', { detail: `${path} cannot be read: ${reasons[code] ?? code}.`, subject: path }, cause);
}

export function changedWhileRead(path: string): never {
  fail('SRC022', {
    detail: `${path} changed while it was read.`,
    subject: path,
    help: 'Write exports to another file and rename it when it is complete.',
  });
}

export function withoutGuid(place: Place, dn: string, why: string): Diagnostic {
  return diagnostic('SRC025', { detail: `${at(place)}: the record of "${dn}" ${why}.`, subject: dn });
}

export function duplicateGuid(place: Place, dn: string, anchor: string, first: number): Diagnostic {
  return diagnostic('SRC026', {
    detail: `${at(place)}: the record of "${dn}" has objectGUID ${anchor}, and so has the record at line ${first}.`,
    subject: dn,
  });
}

export function badValue(place: Place, dn: string, attribute: string, reason: string): Diagnostic {
  return diagnostic('SRC027', { detail: `${at(place)}: ${attribute} of "${dn}" ${reason}.`, subject: dn });
}

export function partOfAttribute(place: Place, dn: string, attribute: string): Diagnostic {
  return diagnostic('SRC029', {
    detail: `${at(place)}: the record of "${dn}" holds only the part ${attribute}.`,
    subject: dn,
  });
}

export function openEnded(place: Place): Diagnostic {
  return diagnostic('SRC028', {
    detail: `${at(place)}: the file ends without a blank line after its last record.`,
    subject: place.path,
  });
}

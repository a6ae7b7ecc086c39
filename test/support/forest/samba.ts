// The same forest as LDIF for `ldbmodify` on a fresh domain, which gives identifiers, times and the system objects itself.

import type { Entry, Value } from './entry.ts';
import { ldifLine, ldifRecord } from './ldif.ts';
import { foreignPartition } from './plan.ts';

const givenByServer = new Set([
  'distinguishedName',
  'instanceType',
  'whenCreated',
  'whenChanged',
  'uSNCreated',
  'uSNChanged',
  'name',
  'objectGUID',
  'objectSid',
  'objectCategory',
  'primaryGroupID',
  'sAMAccountType',
]);

const links = new Set(['member', 'manager']);

// rangeUpper of the Title attribute (MS-ADA3).
const LONGEST_TITLE = 128;

/** Adds, in order; then the links that point forward. */
export function* sambaRecords(entries: Iterable<Entry>): Generator<string> {
  const later: string[] = [];
  const left = new Set<string>();
  for (const entry of entries) {
    if (!entry.addable) {
      left.add(entry.dn);
      continue;
    }
    const reachable = ([, dn]: readonly [string, string]): boolean => !left.has(dn);
    later.push(...entry.forward.filter(reachable).map(([name, dn]) => linkRecord(entry.dn, name, dn)));
    yield ldifRecord({ ...entry, attributes: attributesFor(entry, left) });
  }
  yield* later;
}

function attributesFor(entry: Entry, left: ReadonlySet<string>): Entry['attributes'] {
  const forward = new Set(entry.forward.map(([, dn]) => dn));
  const unreachable = (value: Value): boolean =>
    typeof value === 'string' && (forward.has(value) || left.has(value) || value.endsWith(foreignPartition));
  return entry.attributes
    .filter(([name]) => !givenByServer.has(name))
    .map(([name, values]): [string, readonly Value[]] => {
      if (links.has(name)) return [name, values.filter((value) => !unreachable(value))];
      if (name === 'title') return [name, values.map((value) => String(value).slice(0, LONGEST_TITLE))];
      return [name, values];
    });
}

function linkRecord(dn: string, name: string, target: string): string {
  const lines = [ldifLine('dn', dn), 'changetype: modify', `add: ${name}`, ldifLine(name, target), '-'];
  return `${lines.join('\n')}\n\n`;
}

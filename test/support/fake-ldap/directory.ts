// A small directory that answers as a Windows domain controller does, with its limits.

import { guidFromBytes } from '../../../src/kernel/guid.ts';
import { matches, valuesOf } from './filter.ts';
import { SHOW_DELETED, PAGED } from './message.ts';
import type { Entry, SearchQuestion } from './message.ts';

export interface FakeDirectoryOptions {
  readonly base: string;
  readonly dnsHostName: string;
  readonly entries: readonly Entry[];
  /** MaxPageSize of the query policy. */
  readonly maxPageSize?: number;
  /** MaxValRange of the query policy. */
  readonly maxValRange?: number;
  /** Continuation references of every first page. */
  readonly references?: readonly string[];
  /** Shows tombstones to everybody, as no server should. */
  readonly showsTombstones?: boolean;
  /** Whether the Deleted Objects container can be seen. */
  readonly showsDeleted?: boolean;
  /** NetBIOS names of the domains of the forest by their DNs; default: FAKEDOM for its own. */
  readonly netbiosNames?: Readonly<Record<string, string>>;
  readonly rootDse?: Readonly<Record<string, readonly string[]>>;
}

export interface Page {
  readonly entries: readonly Entry[];
  readonly references: readonly string[];
  readonly code: number;
  readonly message?: string;
  readonly cookie?: Buffer;
}

const SIZE_LIMIT = 4;
const OPERATIONS_ERROR = 1;
const NO_SUCH_OBJECT = 32;

export class FakeDirectory {
  readonly options: FakeDirectoryOptions;
  readonly entries: Entry[];
  usn = 5000;

  constructor(options: FakeDirectoryOptions) {
    this.options = options;
    this.entries = options.entries.map((entry) => withUsn(entry, 100));
  }

  /** Replaces an entry (by its place) as a write at this moment does. */
  write(index: number, change: (entry: Entry) => Entry): void {
    this.usn++;
    this.entries[index] = withUsn(change(this.entries[index]!), this.usn);
  }

  add(entry: Entry): void {
    this.usn++;
    this.entries.push(withUsn(entry, this.usn));
  }

  answer(question: SearchQuestion): Page {
    if (question.base === '') return done([this.#rootDse()]);
    if (question.base.startsWith('CN=Partitions,')) return done(this.#crossRefs());
    if (question.base.startsWith('<WKGUID=')) {
      return this.options.showsDeleted === false
        ? { ...done([]), code: NO_SUCH_OBJECT }
        : done([{ dn: `CN=Deleted Objects,${this.options.base}`, attributes: [] }]);
    }
    const found = this.#candidates(question).filter((entry) => matches(question.filter, entry));
    if (question.base.startsWith('<GUID=') && found.length === 0) return { ...done([]), code: NO_SUCH_OBJECT };
    return this.#page(question, found);
  }

  #candidates({ base, showDeleted }: SearchQuestion): readonly Entry[] {
    const all = showDeleted || this.options.showsTombstones === true;
    const visible = this.entries.filter((entry) => all || valuesOf(entry, 'isDeleted').length === 0);
    const guid = /^<GUID=(.*)>$/.exec(base)?.[1];
    if (guid !== undefined) return visible.filter((entry) => guidOf(entry) === guid);
    const suffix = `,${base}`.toLowerCase();
    return visible.filter(({ dn }) => `,${dn}`.toLowerCase().endsWith(suffix));
  }

  #page(question: SearchQuestion, found: readonly Entry[]): Page {
    const { maxPageSize = 1000, references = [] } = this.options;
    // A cookie is a place among all entries, so that a change meanwhile does not make the server skip others.
    const start = Number(question.page?.cookie.toString() ?? 0);
    const size = Math.min(maxPageSize, question.page?.size ?? maxPageSize);
    const rest = found.filter((entry) => this.entries.indexOf(entry) >= start);
    const part: (Entry | undefined)[] = rest.slice(0, size).map((entry) => this.#project(entry, question));
    if (part.includes(undefined))
      return { ...done([]), code: OPERATIONS_ERROR, message: '00000057: LdapErr: DSID-0\0' };
    const next = rest[size];
    const entries = part as Entry[];
    const base = { entries, references: start === 0 && !question.base.startsWith('<') ? references : [] };
    if (question.page === undefined) return { ...base, code: next === undefined ? 0 : SIZE_LIMIT };
    return { ...base, code: 0, cookie: Buffer.from(next === undefined ? '' : String(this.entries.indexOf(next))) };
  }

  /** Undefined when a range begins beyond the end: Windows calls that an error. */
  #project(entry: Entry, { attributes }: SearchQuestion): Entry | undefined {
    const { maxValRange = 1500 } = this.options;
    const shown: [string, readonly (string | Uint8Array)[]][] = [];
    for (const asked of attributes) {
      const [name = '', option] = asked.split(';');
      const known = entry.attributes.find(([each]) => each.toLowerCase() === name.toLowerCase());
      if (known === undefined) continue;
      const [spelling, values] = known;
      const range = /^range=(\d+)-(\d+|\*)$/.exec(option ?? '');
      if (range === null && values.length <= maxValRange) shown.push([spelling, values]);
      else {
        const from = Number(range?.[1] ?? 0);
        if (from > 0 && from >= values.length) return undefined;
        const wanted = range === null || range[2] === '*' ? Infinity : Number(range[2]) + 1;
        const end = Math.min(wanted, from + maxValRange);
        if (range === null) shown.push([spelling, []]);
        shown.push([`${spelling};range=${from}-${end >= values.length ? '*' : end - 1}`, values.slice(from, end)]);
      }
    }
    return { dn: entry.dn, attributes: shown };
  }

  #rootDse(): Entry {
    const { base, dnsHostName, rootDse = {} } = this.options;
    const facts = {
      dnsHostName: [dnsHostName],
      defaultNamingContext: [base],
      rootDomainNamingContext: [base],
      configurationNamingContext: [`CN=Configuration,${base}`],
      dsServiceName: [`CN=NTDS Settings,CN=DC1,CN=Servers,CN=Configuration,${base}`],
      highestCommittedUSN: [String(this.usn)],
      supportedControl: [PAGED, SHOW_DELETED],
      isSynchronized: ['TRUE'],
      ...rootDse,
    };
    return { dn: '', attributes: Object.entries(facts) };
  }

  #crossRefs(): readonly Entry[] {
    const { base, netbiosNames = { [base]: 'FAKEDOM' } } = this.options;
    return Object.entries(netbiosNames).map(([context, name]) => ({
      dn: `CN=${name},CN=Partitions,CN=Configuration,${base}`,
      attributes: [
        ['nCName', [context]],
        ['nETBIOSName', [name]],
      ],
    }));
  }
}

function done(entries: readonly Entry[]): Page {
  return { entries, references: [], code: 0 };
}

function withUsn(entry: Entry, usn: number): Entry {
  const others = entry.attributes.filter(([name]) => name !== 'uSNChanged');
  return { ...entry, attributes: [...others, ['uSNChanged', [String(usn)]]] };
}

function guidOf(entry: Entry): string | undefined {
  const [bytes] = valuesOf(entry, 'objectGUID');
  return bytes instanceof Uint8Array ? guidFromBytes(bytes) : undefined;
}

import type { SearchEntry } from 'ldapts';
import type { Buffer } from 'node:buffer';

/** The attributes of an entry by lower-case name, options included, as octets. */
export class RawEntry {
  readonly dn: string;
  readonly #values = new Map<string, readonly Buffer[]>();

  constructor(entry: SearchEntry | undefined) {
    this.dn = entry?.name ?? '';
    for (const attribute of entry?.attributes ?? []) {
      this.#values.set(attribute.type.toLowerCase(), attribute.parsedBuffers);
    }
  }

  bytes(name: string): readonly Buffer[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }

  texts(name: string): readonly string[] {
    return this.bytes(name).map((value) => value.toString('utf8'));
  }

  text(name: string): string | undefined {
    return this.texts(name)[0];
  }
}

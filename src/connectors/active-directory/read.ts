import type { SearchEntry } from 'ldapts';
import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { Progress } from '../../kernel/ports.ts';
import type { ImportSink } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { namesToRead } from '../selection.ts';
import type { Selected, Selection } from '../selection.ts';
import { addValues, convertEntry } from './convert.ts';
import type { ConvertedObject } from './convert.ts';
import { badValue, protocolBroken } from './errors.ts';
import { typeFilter } from './filter.ts';
import { rangeOf, remainingValues } from './ranges.ts';
import type { Session } from './session.ts';

/** Tell what an object is; read of every one. */
const ownAttributes = ['objectGUID', 'objectClass', 'isDeleted'];

/** More errors than these help nobody. */
const MOST_ERRORS = 100;

/** A list that changes under the reader again and again is given up. */
const MOST_ATTEMPTS = 5;

export interface ReaderOptions {
  readonly session: Session;
  readonly selection: Selection;
  readonly sink: ImportSink;
  readonly progress: Progress;
  /** For people, in the progress. */
  readonly stage: string;
}

/** Reads the objects of one naming context into the sink. */
export class ObjectReader {
  readonly #options: ReaderOptions;
  readonly #attributes: readonly string[];
  readonly #errors: Diagnostic[] = [];
  readonly references = new Set<string>();
  objects = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#attributes = attributesToRead(options.selection);
  }

  /** All objects at or below `base` that are wanted and match the filter. */
  async read(base: string, filter = typeFilter(this.#options.selection)): Promise<void> {
    const { session, progress, stage } = this.#options;
    const query = { base, scope: 'sub', filter, attributes: this.#attributes, controls: [] } as const;
    for await (const answer of session.pages(query)) {
      for (const reference of answer.references) this.references.add(reference);
      for (const entry of answer.entries()) await this.#take(entry);
      progress(stage, this.objects);
    }
    if (this.#errors.length > 0) throw new DiagnosticError(this.#errors);
  }

  async #take(entry: SearchEntry): Promise<void> {
    const converted = convertEntry(entry, this.#options.selection);
    if (converted === undefined) return;
    if (!('anchor' in converted)) {
      this.#report(converted);
      return;
    }
    if (converted.unfinished.length > 0 && !(await this.#complete(converted))) return;
    this.objects++;
    const { type, anchor, dn, attributes } = converted;
    this.#options.sink.put({ type, anchor, dn, attributes });
  }

  /** Reads what is missing of long lists; false when the object is gone. */
  async #complete({ anchor, dn, attributes, unfinished }: ConvertedObject): Promise<boolean> {
    for (const { selected, next } of unfinished) {
      const outcome = await this.#completeOne({ anchor, dn }, attributes, selected, next);
      if (outcome === 'gone') return false;
    }
    return true;
  }

  async #completeOne(
    { anchor, dn }: Pick<ConvertedObject, 'anchor' | 'dn'>,
    attributes: Map<string, Value>,
    selected: Selected,
    next: number,
  ): Promise<'gone' | 'done'> {
    const { session } = this.#options;
    for (let from = next, attempt = 0; attempt < MOST_ATTEMPTS; from = 0, attempt++) {
      const values = await remainingValues(session, { anchor, name: selected.name }, from);
      if (values === 'gone') return 'gone';
      if (values === 'changed') continue;
      if (from === 0) attributes.delete(selected.name);
      const defect = addValues(attributes, selected, values);
      if (defect !== undefined) this.#report([badValue(dn, selected.name, defect.reason)]);
      return 'done';
    }
    return protocolBroken(session.server, `the parts of ${selected.name} of "${dn}" do not fit together`);
  }

  #report(errors: readonly Diagnostic[]): void {
    for (const error of errors) this.#errors.push(error);
    if (this.#errors.length >= MOST_ERRORS) throw new DiagnosticError(this.#errors);
  }
}

function attributesToRead(selection: Selection): readonly string[] {
  const names = namesToRead(selection)
    .map(({ name }) => (name === 'member' ? rangeOf(name) : name))
    .filter((name) => !ownAttributes.includes(name));
  return [...ownAttributes, ...names];
}

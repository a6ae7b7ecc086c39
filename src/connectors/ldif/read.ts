import type { Buffer } from 'node:buffer';
import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { guidFromBytes } from '../../kernel/guid.ts';
import type { ImportSink, SourceObject } from '../../model/source.ts';
import { Defect } from '../convert.ts';
import { NamingContexts } from '../naming-context.ts';
import { objectType } from '../object-type.ts';
import { addValue, namesToRead, startAttributes } from '../selection.ts';
import type { Selected, Selection } from '../selection.ts';
import { bytesOf, convertFound, foundText } from './convert.ts';
import { badValue, duplicateGuid, partOfAttribute, withoutGuid } from './errors.ts';
import { GuidSet } from './guid-set.ts';
import { RecordScanner } from './scan.ts';
import type { FoundValue, ScanLimits } from './scan.ts';

/** Read of every record, whatever the rules ask for: these tell what it is. */
const own = ['objectclass', 'objectguid', 'isdeleted', 'netbiosname', 'ncname'] as const;
const OBJECT_CLASS = 0;
const OBJECT_GUID = 1;
const IS_DELETED = 2;
const NETBIOS_NAME = 3;
const NC_NAME = 4;

/** More errors than these help nobody. */
const MOST_ERRORS = 100;

/** What stands in one record besides the attributes that were asked for. */
interface Head {
  dn: string;
  guid: FoundValue | undefined;
  isDeleted: boolean;
  readonly classes: string[];
}

/** Turns the records of one file into objects. */
export class RecordReader {
  readonly scanner: RecordScanner;
  readonly contexts = new NamingContexts();
  /** NetBIOS names of naming contexts (by DN text), from the crossRef objects when the file holds them. */
  readonly netbiosNames = new Map<string, string>();
  objects = 0;
  readonly #selection: Selection;
  readonly #sink: ImportSink;
  readonly #wanted: readonly string[];
  readonly #anchors = new GuidSet();
  readonly #errors: Diagnostic[] = [];
  /** Type to the attribute that each wanted name stands for in objects of that type. */
  readonly #byType: ReadonlyMap<string, readonly (Selected | undefined)[]>;

  constructor(path: string, selection: Selection, sink: ImportSink, limits: ScanLimits) {
    const asked = namesToRead(selection).map(({ name }) => name.toLowerCase());
    this.#wanted = [...own, ...asked.filter((name) => !own.some((mine) => mine === name))];
    this.scanner = new RecordScanner(path, this.#wanted, limits);
    this.#selection = selection;
    this.#sink = sink;
    this.#byType = new Map(
      [...selection].map(([type, attributes]) => [type, this.#wanted.map((name) => attributes.get(name))]),
    );
  }

  /** Takes all records that are complete in the window. */
  drain(final: boolean): void {
    while (this.scanner.next(final) === 'record') this.#takeRecord();
    if (final) this.#throwErrors();
  }

  #takeRecord(): void {
    const head = this.#head();
    if (head === undefined) return;
    this.contexts.add(head.dn);
    const type = head.isDeleted ? undefined : objectType(head.classes);
    const columns = type === undefined ? undefined : this.#byType.get(type);
    if (type === undefined || columns === undefined) return;
    const anchor = this.#anchor(head);
    const attributes = this.#attributes(head.dn, type, columns);
    if (anchor === undefined || attributes === undefined) return;
    this.objects++;
    this.#sink.put({ type, anchor, dn: head.dn, attributes });
  }

  #head(): Head | undefined {
    const { window } = this.scanner;
    const head: Head = { dn: '', guid: undefined, isDeleted: false, classes: [] };
    const crossRef: { name?: string; context?: string } = {};
    for (const found of this.#values()) {
      if (found.name === OBJECT_GUID) head.guid = found;
      else if (found.name <= NC_NAME) {
        const text = foundText(window, found);
        if (text instanceof Defect) {
          this.#refuse(found, head.dn, text);
          return undefined;
        }
        if (found.name === OBJECT_CLASS) head.classes.push(text);
        else if (found.name === IS_DELETED) head.isDeleted = text !== 'FALSE';
        else if (found.name === NETBIOS_NAME) crossRef.name = text;
        else if (found.name === NC_NAME) crossRef.context = text;
        else head.dn = text;
      }
    }
    if (crossRef.name !== undefined && crossRef.context !== undefined) {
      this.netbiosNames.set(crossRef.context, crossRef.name);
    }
    return head;
  }

  *#values(): Generator<FoundValue, void, undefined> {
    const { values, count } = this.scanner;
    for (let index = 0; index < count; index++) {
      const value = values[index];
      if (value !== undefined) yield value;
    }
  }

  /** Undefined when the object has none, and that was reported. */
  #anchor(head: Head): string | undefined {
    const anchor = this.#findAnchor(head);
    if (typeof anchor === 'string') return anchor;
    this.#report(anchor);
    return undefined;
  }

  #findAnchor({ guid, dn }: Head): string | Diagnostic {
    const { scanner } = this;
    const record = scanner.place(scanner.recordLine);
    if (guid === undefined) return withoutGuid(record, dn, 'has no objectGUID');
    const bytes = bytesOf(scanner.window, guid);
    if (bytes instanceof Defect) return withoutGuid(record, dn, `has an objectGUID that ${bytes.reason}`);
    const anchor = guidFromBytes(bytes);
    if (anchor === undefined) return withoutGuid(record, dn, `has an objectGUID of ${bytes.length} bytes, not 16`);
    const first = this.#anchors.add(bytes, scanner.recordLine);
    return first === 0 ? anchor : duplicateGuid(record, dn, anchor, first);
  }

  /** Undefined when a value was refused. */
  #attributes(
    dn: string,
    type: string,
    columns: readonly (Selected | undefined)[],
  ): SourceObject['attributes'] | undefined {
    const { window } = this.scanner;
    const attributes = startAttributes(dn, this.#selection.get(type) ?? new Map());
    let sound = true;
    for (const found of this.#values()) {
      const selected = columns[found.name];
      if (selected === undefined) continue;
      const defect = this.#checkOptions(found, dn) ?? this.#add(attributes, selected, window, found);
      if (defect === undefined) continue;
      sound = false;
      if (defect instanceof Defect) this.#refuse(found, dn, defect, selected.name);
    }
    return sound ? attributes : undefined;
  }

  #add(
    attributes: Parameters<typeof addValue>[0],
    selected: Selected,
    window: Buffer,
    found: FoundValue,
  ): Defect | undefined {
    const value = convertFound(window, found, selected.schema.syntax);
    if (value === undefined || value instanceof Defect) return value;
    return addValue(attributes, selected, value);
  }

  /** `;binary` says how a value travels (RFC 4522); a range that does not hold all values is refused. */
  #checkOptions(found: FoundValue, dn: string): Defect | 'reported' | undefined {
    const { options } = found;
    if (options === undefined || options === 'binary' || options === 'range=0-*') return undefined;
    if (!options.startsWith('range=')) return new Defect(`has the option ";${options}", which is not known`);
    const attribute = `${this.#wanted[found.name] ?? ''};${options}`;
    this.#report(partOfAttribute(this.scanner.place(found.line), dn, attribute));
    return 'reported';
  }

  #refuse(found: FoundValue, dn: string, defect: Defect, name = this.#wanted[found.name] ?? 'dn'): void {
    this.#report(badValue(this.scanner.place(found.line), dn, name, defect.reason));
  }

  #report(error: Diagnostic): void {
    this.#errors.push(error);
    if (this.#errors.length >= MOST_ERRORS) this.#throwErrors();
  }

  #throwErrors(): void {
    if (this.#errors.length > 0) throw new DiagnosticError(this.#errors);
  }
}

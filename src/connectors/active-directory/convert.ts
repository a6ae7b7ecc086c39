import type { SearchEntry } from 'ldapts';
import type { Buffer } from 'node:buffer';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { guidFromBytes } from '../../kernel/guid.ts';
import type { Value } from '../../model/value.ts';
import { Defect, convertBytes } from '../convert.ts';
import { objectType } from '../object-type.ts';
import { addValue, startAttributes } from '../selection.ts';
import type { Selected, Selection } from '../selection.ts';
import { parseDescription } from './attribute-description.ts';
import { badValue, withoutGuid } from './errors.ts';

/** An attribute of which the server sent only the first values. */
export interface Unfinished {
  readonly selected: Selected;
  /** Number of the first value that is missing. */
  readonly next: number;
}

/** An object under construction: its list attributes may still grow. */
export interface ConvertedObject {
  readonly type: string;
  readonly anchor: string;
  readonly dn: string;
  readonly attributes: Map<string, Value>;
  readonly unfinished: readonly Unfinished[];
}

/** The object, why it cannot be one, or undefined when nobody asked for its type. */
export function convertEntry(
  entry: SearchEntry,
  selection: Selection,
): ConvertedObject | readonly Diagnostic[] | undefined {
  const head = headOf(entry);
  const type = head.isDeleted ? undefined : objectType(head.classes);
  const selected = type === undefined ? undefined : selection.get(type);
  if (type === undefined || selected === undefined) return undefined;
  const dn = entry.name;
  if (head.anchor === undefined) return [withoutGuid(dn)];
  const attributes = startAttributes(dn, selected);
  const unfinished: Unfinished[] = [];
  // ldapts decodes names with replacement characters.
  const errors = dn.includes('\ufffd') ? [badValue(dn, 'The name', 'is not well-formed UTF-8')] : [];
  for (const { type: description, parsedBuffers } of entry.attributes) {
    const { key, rest } = parseDescription(description);
    const wanted = selected.get(key);
    if (wanted === undefined) continue;
    if (rest === 'unknown') errors.push(badValue(dn, description, 'has an option that is not known'));
    else if (rest !== undefined) unfinished.push({ selected: wanted, next: rest });
    const defect = addValues(attributes, wanted, parsedBuffers);
    if (defect !== undefined) errors.push(badValue(dn, wanted.name, defect.reason));
  }
  return errors.length > 0 ? errors : { type, anchor: head.anchor, dn, attributes, unfinished };
}

/** Adds values in their order; the first that cannot be converted is the answer. */
export function addValues(
  attributes: Map<string, Value>,
  selected: Selected,
  values: readonly Buffer[],
): Defect | undefined {
  for (const bytes of values) {
    const value = convertBytes(bytes, selected.schema.syntax);
    if (value === undefined) continue;
    const defect = value instanceof Defect ? value : addValue(attributes, selected, value);
    if (defect !== undefined) return defect;
  }
  return undefined;
}

/** The objectGUID of an entry as text. */
export function anchorOf(entry: SearchEntry): string | undefined {
  return headOf(entry).anchor;
}

interface Head {
  anchor: string | undefined;
  classes: readonly string[];
  isDeleted: boolean;
}

function headOf(entry: SearchEntry): Head {
  const head: Head = { anchor: undefined, classes: [], isDeleted: false };
  for (const { type, parsedBuffers } of entry.attributes) {
    switch (type.toLowerCase()) {
      case 'objectguid':
        head.anchor = parsedBuffers[0] === undefined ? undefined : guidFromBytes(parsedBuffers[0]);
        break;
      case 'objectclass':
        head.classes = parsedBuffers.map((value) => value.toString('latin1'));
        break;
      case 'isdeleted':
        head.isDeleted = parsedBuffers[0]?.toString('latin1') === 'TRUE';
        break;
    }
  }
  return head;
}

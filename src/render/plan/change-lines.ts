import type { Json } from '../../kernel/canonical-json.ts';
import type { AttributeChange, ObjectRef, SetManager, Why } from '../../model/plan.ts';
import { textDifference } from '../difference.ts';
import { attributeText, brief, nameText } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { afterText, beforeText, listChange } from '../value.ts';
import { columnWidth, cut, displayWidth, pad } from '../width.ts';

const INDENT = '        ';
const NAME_COLUMN = 28;
const PLACE_COLUMN = 34;

interface Row {
  readonly attribute: string;
  /** One line beside the name, or several below it. */
  readonly value: string | readonly string[];
  readonly place: string;
  /** What made it come up; empty where that is not known. */
  readonly cause: string;
}

/** The word for what made the change of an attribute come up. */
export type CauseWord = (attribute: string) => string;

/** One line per attribute: `name  before -> after  rule`, in columns. */
export function changeLines(
  changes: readonly AttributeChange[],
  manager: SetManager | undefined,
  width: number,
  paint: Paint,
  causeOf: CauseWord = () => '',
): readonly string[] {
  const room = Math.max(24, width - INDENT.length - NAME_COLUMN - PLACE_COLUMN);
  const rows = changes.map((change) => ({ ...attributeRow(change, room, paint), cause: causeOf(change.attribute) }));
  if (manager !== undefined) rows.push({ ...managerRow(manager), cause: causeOf('manager') });
  const names = rows.map((row) => row.attribute);
  const nameWidth = columnWidth(names, NAME_COLUMN);
  const oneLine = rows.flatMap((row) => (typeof row.value === 'string' ? [row.value] : []));
  const valueWidth = columnWidth(
    oneLine.filter((value) => displayWidth(value) <= room),
    room,
  );
  const placeWidth = columnWidth(
    rows.map(({ place }) => place),
    PLACE_COLUMN,
  );
  return rows.flatMap((row) => rowLines(row, { nameWidth, valueWidth, placeWidth }, paint));
}

/** Where the value comes from: the flow that first gave it, as `path:line`, or `rule:line` for a rule of a pack. */
export function placeOfChange(why: readonly Why[]): string {
  const origin = why.at(-1);
  if (origin === undefined) return '';
  const line = /:(\d+)$/.exec(origin.at)?.[1];
  const pack = /@\d+:/.test(origin.rule);
  return brief(pack && line !== undefined ? `${origin.rule}:${line}` : origin.at);
}

function attributeRow(change: AttributeChange, room: number, paint: Paint): Omit<Row, 'cause'> {
  return {
    attribute: attributeText(change.attribute, NAME_COLUMN),
    value: changeValue(change.before, change.after, room, paint),
    place: placeOfChange(change.why),
  };
}

/** The change of one value: on one line where it fits, else one line for each side. */
export function changeValue(before: Json, after: Json, room: number, paint: Paint): string | readonly string[] {
  if (Array.isArray(before) && Array.isArray(after)) return listLines(before as Json[], after as Json[], room, paint);
  const whole = `${beforeText(before, Infinity)} -> ${afterText(after, Infinity)}`;
  if (whole.length <= room) return whole;
  if (typeof before === 'string' && typeof after === 'string') return textDifference(before, after, paint);
  const side = Math.max(20, room - 14);
  return `${beforeText(before, side)} -> ${afterText(after, side)}`;
}

function listLines(
  before: readonly Json[],
  after: readonly Json[],
  room: number,
  paint: Paint,
): string | readonly string[] {
  const lines = listChange(before, after, room);
  const painted = lines.map((line) => paint(line.startsWith('+') ? 'add' : 'remove', line));
  return lines.join('   ').length <= room ? painted.join('   ') : painted;
}

function managerRow(operation: SetManager): Omit<Row, 'cause'> {
  const name = (person: ObjectRef | null, none: string): string =>
    person === null ? none : cut(nameText(person.name), 96);
  return {
    attribute: 'manager',
    value: `${name(operation.before, '(not set)')} -> ${name(operation.manager, '(cleared)')}`,
    place: placeOfChange(operation.why),
  };
}

interface Columns {
  readonly nameWidth: number;
  readonly valueWidth: number;
  readonly placeWidth: number;
}

function rowLines(row: Row, { nameWidth, valueWidth, placeWidth }: Columns, paint: Paint): readonly string[] {
  const name = INDENT + pad(row.attribute, nameWidth);
  const place =
    row.cause === '' ? paint('dim', row.place) : `${paint('dim', pad(row.place, placeWidth))}   ${row.cause}`;
  if (typeof row.value === 'string') return [`${name}  ${pad(row.value, valueWidth)}  ${place}`.trimEnd()];
  return [`${name}  ${place}`.trimEnd(), ...row.value.map((line) => `${INDENT}    ${line}`)];
}

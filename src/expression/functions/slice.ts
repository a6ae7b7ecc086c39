/**
 * Part of a text. Half of a surrogate pair at a cut is left out: no protocol can carry it, and .NET's own cut
 * would make the whole object fail at export.
 */
export function sliced(value: string, start: number, end: number): string {
  const from = splitsPair(value, start) ? start + 1 : start;
  const to = splitsPair(value, end) ? end - 1 : end;
  return from < to ? value.slice(from, to) : '';
}

/** Characters from a position on (the first is 1); the whole text when the position or the length makes no sense. */
export function middle(value: string, start: number, length: number): string {
  if (start <= 0 || start > value.length || length < 0) return value;
  return sliced(value, start - 1, Math.min(start - 1 + length, value.length));
}

function splitsPair(value: string, position: number): boolean {
  if (position <= 0 || position >= value.length) return false;
  return isHigh(value.charCodeAt(position - 1)) && isLow(value.charCodeAt(position));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

import { Buffer } from 'node:buffer';
import type { Syntax } from '../../model/schema.ts';
import type { Scalar } from '../../model/value.ts';
import { Defect, convertBytes, convertText, textOf } from '../convert.ts';
import type { FoundValue } from './scan.ts';

/** The value that stands at a place of the window; undefined when it is empty. */
export function convertFound(window: Buffer, found: FoundValue, syntax: Syntax): Scalar | Defect | undefined {
  if (syntax === 'binary') {
    const bytes = bytesOf(window, found);
    return bytes instanceof Defect ? bytes : convertBytes(bytes, syntax);
  }
  const text = foundText(window, found);
  return text instanceof Defect ? text : convertText(text, syntax);
}

export function foundText(window: Buffer, found: FoundValue): string | Defect {
  if (found.base64) {
    const bytes = bytesOf(window, found);
    return bytes instanceof Defect ? bytes : textOf(bytes);
  }
  const text = window.toString('utf8', found.start, found.end);
  return text.includes('\ufffd') ? textOf(window.subarray(found.start, found.end)) : text;
}

/** The octets of a value: a copy, since the window moves on. */
export function bytesOf(window: Buffer, found: FoundValue): Buffer | Defect {
  if (!found.base64) return Buffer.from(window.subarray(found.start, found.end));
  const text = window.toString('latin1', found.start, found.end);
  const bytes = Buffer.from(text, 'base64');
  // Node's decoder skips what it does not know; a length that does not fit, or the URL alphabet, gives that away.
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const wellFormed = text.length % 4 === 0 && bytes.length === (text.length / 4) * 3 - padding && !/[-_]/.test(text);
  return wellFormed ? bytes : new Defect('is not well-formed base64');
}

import { Buffer, isUtf8 } from 'node:buffer';
import { assertNever } from '../kernel/invariant.ts';
import { isWellFormed } from '../kernel/text.ts';
import type { Syntax } from '../model/schema.ts';
import { integer } from '../model/value.ts';
import type { Scalar } from '../model/value.ts';

/** Why a value was refused, in words that follow the name of the attribute. */
export class Defect {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * One value from the wire. Undefined for a value of no length: a Directory String has at least one character
 * (RFC 4517 section 3.3.6), so an empty one says that there is no value.
 */
export function convertBytes(bytes: Uint8Array, syntax: Syntax): Scalar | Defect | undefined {
  if (syntax === 'binary') return bytes.length === 0 ? undefined : bytes;
  const text = textOf(bytes);
  return text instanceof Defect ? text : convertText(text, syntax);
}

/** The same for a value that is a text already; binary values never are. */
export function convertText(text: string, syntax: Syntax): Scalar | Defect | undefined {
  switch (syntax) {
    case 'string':
    case 'time':
      if (!isWellFormed(text)) return new Defect('holds half a surrogate pair');
      return text === '' ? undefined : text;
    case 'reference':
      if (!isWellFormed(text)) return new Defect('holds half a surrogate pair');
      return text.includes('=') ? { dn: text } : new Defect('is not a distinguished name');
    case 'integer':
      return integerOf(text);
    case 'boolean':
      // RFC 4517 section 3.3.3: these two, in capitals.
      if (text === 'TRUE') return true;
      return text === 'FALSE' ? false : new Defect('is neither TRUE nor FALSE');
    case 'binary':
      return new Defect('is a text where bytes belong');
    default:
      return assertNever(syntax);
  }
}

/** The text of UTF-8 bytes; ill-formed ones are refused, never patched. */
export function textOf(bytes: Uint8Array): string | Defect {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.includes('\ufffd') && !isUtf8(bytes) ? new Defect('is not well-formed UTF-8') : text;
}

const SAFE_DIGITS = 15;

function integerOf(text: string): Scalar | Defect {
  if (!/^-?\d+$/.test(text)) return new Defect('is not an integer');
  return text.length <= SAFE_DIGITS ? Number(text) + 0 : integer(BigInt(text));
}

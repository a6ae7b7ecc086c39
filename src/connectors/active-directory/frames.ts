import { Buffer } from 'node:buffer';
import { LdapError } from './failure.ts';

const SEQUENCE = 0x30;
const LONG_LENGTH = 0x80;
const MAX_LENGTH_BYTES = 4;

/** More than any answer: values of an object are limited to some megabytes by the directory. */
const LONGEST_MESSAGE = 1 << 28;

/**
 * Cuts a stream into LDAP messages (RFC 4511 section 5.1) and refuses at once what cannot be one. Pieces are joined
 * only when a message is complete: a message of many pieces costs its length, not the square of it.
 */
export class Frames {
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes that the message at hand needs; unknown until its header is there. */
  #needed = 1;

  /** Calls `take` with every message that is complete now. */
  push(piece: Buffer, take: (message: Buffer) => void): void {
    this.#pieces.push(piece);
    this.#held += piece.length;
    if (this.#held < this.#needed) return;
    let rest = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces, this.#held);
    for (this.#needed = neededBytes(rest); rest.length >= this.#needed; this.#needed = neededBytes(rest)) {
      take(rest.subarray(0, this.#needed));
      rest = rest.subarray(this.#needed);
    }
    this.#pieces = [rest];
    this.#held = rest.length;
  }
}

/** Bytes of the first message in the buffer, or of its header while that is not complete. */
export function neededBytes(buffer: Buffer): number {
  const tag = buffer[0];
  const first = buffer[1];
  if (tag === undefined) return 1;
  if (tag !== SEQUENCE) garbage('it sends something that is not LDAP');
  if (first === undefined) return 2;
  if (first < LONG_LENGTH) return 2 + first;
  const lengthBytes = first - LONG_LENGTH;
  if (lengthBytes === 0 || lengthBytes > MAX_LENGTH_BYTES) garbage('it sends a message of impossible length');
  if (buffer.length < 2 + lengthBytes) return 2 + lengthBytes;
  const length = buffer.readUIntBE(2, lengthBytes);
  if (length > LONGEST_MESSAGE) garbage(`it announces a message of ${length} bytes`);
  return 2 + lengthBytes + length;
}

function garbage(reason: string): never {
  throw new LdapError({ kind: 'garbage', reason });
}

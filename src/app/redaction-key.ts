import { fail } from '../kernel/diagnostic.ts';
import type { World } from './contract.ts';
import { secretReader } from './secrets.ts';

/** A key for pseudonyms, by reference; `random`: one of this run alone, which nobody keeps. */
export type KeyReference = `env:${string}` | `file:${string}` | 'random';

/** Bytes: as many as HMAC-SHA-256 gives (RFC 2104, section 3). */
const SHORTEST = 32;

/** The key that is meant; files are named from the current directory. Throws SEC001, SEC002. */
export async function redactionKey(world: World, reference: KeyReference): Promise<Uint8Array> {
  if (reference === 'random') return world.random.bytes(SHORTEST);
  const key = withoutLineEnd(await secretReader(world, world.directory)(reference));
  if (key.length >= SHORTEST) return key;
  return fail('SEC002', {
    detail: `${reference} has ${key.length} bytes; a key for pseudonyms has at least ${SHORTEST}.`,
    subject: reference,
  });
}

/** A key of text in a file is the same key in a variable, where no line ends. */
function withoutLineEnd(key: Uint8Array): Uint8Array {
  const [last, before] = [key.at(-1), key.at(-2)];
  if (last !== LF || key.some((byte) => byte > TILDE)) return key;
  return key.subarray(0, before === CR ? -2 : -1);
}

const LF = 10;
const CR = 13;
const TILDE = 126;

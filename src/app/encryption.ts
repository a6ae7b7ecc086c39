import type { Encrypter } from 'age-encryption';
import { fail } from '../kernel/diagnostic.ts';

/** Something that is written only by its public key: one of age (age-encryption.org/v1), `age1…`. */
export type Recipient = string;

const SECRET = /^AGE-/i;

/** Refuses what nothing can be encrypted to, before anything is read. Throws CLI010. */
export async function checkRecipient(recipient: Recipient): Promise<void> {
  await encrypterTo(recipient);
}

/** The pieces as one file that only the holder of the recipient's secret key opens, in pieces. */
export async function encrypted(pieces: Iterable<string>, recipient: Recipient): Promise<AsyncIterable<Uint8Array>> {
  const encrypter = await encrypterTo(recipient);
  return await encrypter.encrypt(bytesOf(pieces));
}

async function encrypterTo(recipient: Recipient): Promise<Encrypter> {
  const age = await import('age-encryption');
  const encrypter = new age.Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    refuse(recipient, error);
  }
  return encrypter;
}

/** A secret key is not repeated: logs are read by many. */
function refuse(recipient: Recipient, cause: unknown): never {
  if (SECRET.test(recipient)) {
    return fail(
      'CLI010',
      { detail: 'That is a secret key. Anybody who saw it can open what is encrypted to it.' },
      cause,
    );
  }
  return fail('CLI010', { detail: `${recipient} is no recipient of age.`, subject: recipient }, cause);
}

/** Pulled piece by piece: a report may be longer than memory likes. */
function bytesOf(pieces: Iterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: (controller) => {
      const next = iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
}

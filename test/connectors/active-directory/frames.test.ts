import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LdapError } from '../../../src/connectors/active-directory/failure.ts';
import { Frames } from '../../../src/connectors/active-directory/frames.ts';
import { octets, sequence } from '../../support/fake-ldap/ber.ts';

function cut(bytes: Uint8Array, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const place of [...places, bytes.length]) {
    pieces.push(Buffer.from(bytes.subarray(from, place)));
    from = place;
  }
  return pieces;
}

function messagesOf(pieces: readonly Buffer[]): string[] {
  const frames = new Frames();
  const taken: string[] = [];
  for (const piece of pieces) frames.push(piece, (message) => taken.push(message.toString('hex')));
  return taken;
}

describe('a stream of messages', () => {
  test('is cut at its messages, however it arrives', () => {
    const message = fc.uint8Array({ maxLength: 400 }).map((content) => sequence(octets(content)));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), (messages, at) => {
        const expected = messages.map((each) => each.toString('hex'));
        expect(messagesOf(cut(Buffer.concat(messages), at))).toEqual(expected);
      }),
    );
  });

  test('of one great message costs its length, not the square of it', () => {
    const message = sequence(octets(new Uint8Array(32 << 20)));
    const pieces: Buffer[] = [];
    for (let at = 0; at < message.length; at += 1 << 14) pieces.push(message.subarray(at, at + (1 << 14)));
    const frames = new Frames();
    let taken = 0;
    const began = performance.now();
    for (const piece of pieces) frames.push(piece, ({ length }) => (taken += length));
    expect(taken).toBe(message.length);
    // Joining at every piece would copy 32 gigabytes.
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('of arbitrary bytes is refused or waited for, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (pieces) => {
        const frames = new Frames();
        try {
          for (const piece of pieces) frames.push(Buffer.from(piece), () => undefined);
        } catch (error) {
          expect(error).toBeInstanceOf(LdapError);
          expect((error as LdapError).failure.kind).toBe('garbage');
        }
      }),
    );
  });

  test('is refused at its first byte when that begins no message', () => {
    expect(() => messagesOf([Buffer.from('H')])).toThrow(LdapError);
    expect(() => messagesOf([sequence(octets('x')), Buffer.from([0x16, 3, 1])])).toThrow(LdapError);
  });
});

import type { Random } from '../../../kernel/ports.ts';

const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const LOWER = 'abcdefghijkmnpqrstuvwxyz';
const DIGITS = '23456789';
const SIGNS = '!#$%*+-=';
/** 64 characters, so that six bits choose one evenly. */
const ALPHABET = UPPER + LOWER + DIGITS + SIGNS;

const CLASSES = [UPPER.slice(0, 16), LOWER.slice(0, 16), DIGITS, SIGNS];
const LENGTH = 28;

/**
 * An initial password that nobody learns: 28 even characters and one more of each class, which the tenant's rules ask
 * for (learn.microsoft.com: "Password policies and account restrictions"). It is sent once and kept nowhere.
 */
export function newPassword(random: Random): string {
  const bytes = random.bytes(LENGTH + CLASSES.length);
  let password = '';
  bytes.forEach((byte, index) => {
    const from = index < LENGTH ? ALPHABET : (CLASSES[index - LENGTH] ?? ALPHABET);
    password += from[byte % from.length] ?? '';
  });
  return password;
}

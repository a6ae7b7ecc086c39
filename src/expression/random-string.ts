import { Buffer } from 'node:buffer';

/** How many characters of each kind a random text has at least. */
export interface RandomStringWish {
  readonly length: number;
  readonly numbers: number;
  readonly special: number;
  readonly capital: number;
  readonly lowerCase: number;
  readonly avoid: string;
}

const LONGEST = 256;

/** The kinds of characters of Windows' password policy. */
const kinds = {
  numbers: '0123456789',
  special: '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/',
  capital: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lowerCase: 'abcdefghijklmnopqrstuvwxyz',
} as const;
const names = ['numbers', 'special', 'capital', 'lowerCase'] as const;

/** What is wrong with the wish. */
export function randomStringProblem(wish: RandomStringWish): string | undefined {
  const counts = names.map((name) => wish[name]);
  if (wish.length < 0 || wish.length > LONGEST) return `A random text has 0 to ${LONGEST} characters.`;
  if (counts.some((count) => count < 0)) return 'A least number of characters is not negative.';
  if (counts.reduce((sum, count) => sum + count, 0) > wish.length)
    return 'The least numbers sum up to more than the length.';
  const lacking = names.find((name) => wish[name] > 0 && allowed(name, wish.avoid).length === 0);
  return lacking === undefined ? undefined : 'No character is left that may be used.';
}

/** Characters beyond the least numbers are of the kinds that are asked for, or of all when none is. */
export function randomString(wish: RandomStringWish, random: (length: number) => Uint8Array): string {
  const source = Buffer.from(random(wish.length * 8));
  let used = 0;
  // 32 bits over at most 94 characters: the bias of the remainder is below one in 2^25.
  const below = (bound: number): number => source.readUInt32LE(used++ * 4) % bound;
  const asked = names.filter((name) => wish[name] > 0);
  const rest = (asked.length === 0 ? names : asked).map((name) => allowed(name, wish.avoid)).join('');
  const pools = names.flatMap((name) => new Array<string>(wish[name]).fill(allowed(name, wish.avoid)));
  while (pools.length < wish.length && rest !== '') pools.push(rest);
  const characters = pools.map((pool) => pool.charAt(below(pool.length)));
  for (let index = characters.length - 1; index > 0; index--) {
    const other = below(index + 1);
    [characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? ''];
  }
  return characters.join('');
}

function allowed(name: (typeof names)[number], avoid: string): string {
  return Array.from(kinds[name])
    .filter((character) => !avoid.includes(character))
    .join('');
}

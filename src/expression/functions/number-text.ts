const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const pattern = /^\s*[+-]?[0-9]{1,32}\s*$/;

/** The whole number of at most 64 bits that a text is, if it is one. */
export function parseNumber(value: unknown): bigint | undefined {
  if (typeof value !== 'string' || !pattern.test(value)) return undefined;
  const number = BigInt(value.trim().replace(/^\+/, ''));
  return number >= INT64_MIN && number <= INT64_MAX ? number : undefined;
}

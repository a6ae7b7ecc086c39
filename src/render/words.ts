/** `1 member`, `3 members`, `1,204 members`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}

/** A whole number with its thousands apart, the same in every locale. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a, b, c and 12 more`: at most `limit` of the names. */
export function listed(names: readonly string[], limit: number): string {
  if (names.length <= limit) return names.join(', ');
  return `${names.slice(0, limit).join(', ')} and ${grouped(names.length - limit)} more`;
}

/** `ldaps://dc1` after the first words of a sentence: a full stop unless the text ends with one. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

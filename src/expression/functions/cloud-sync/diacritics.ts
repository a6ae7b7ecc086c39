/** Letters that the service spells out and Unicode does not take apart. */
const spelledOut: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['ø', 'oe'],
  ['Ø', 'OE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ß', 'ss'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ı', 'i'],
]);

/** Marks after a Latin letter; those of other scripts belong to the letter. */
const marked = /([A-Za-zæÆøØœŒłŁı])\p{Mn}+/gu;

/**
 * Latin letters without their marks, after the table of NormalizeDiacritics
 * (https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data).
 */
export function withoutDiacritics(text: string): string {
  const bare = text.normalize('NFD').replace(marked, '$1').normalize('NFC');
  return bare.replace(/[æÆøØœŒßłŁı]/g, (letter) => spelledOut.get(letter) ?? letter);
}

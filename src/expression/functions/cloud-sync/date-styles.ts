export interface DateStyles {
  readonly outerWhite: boolean;
  readonly innerWhite: boolean;
}

/** .NET's DateTimeStyles. Where nothing is local, those about time zones change nothing. */
const known = [
  'None',
  'AllowLeadingWhite',
  'AllowTrailingWhite',
  'AllowInnerWhite',
  'AllowWhiteSpaces',
  'NoCurrentDateDefault',
  'AdjustToUniversal',
  'AssumeLocal',
  'AssumeUniversal',
  'RoundtripKind',
];

/** Reads names of styles between commas; a text says what is wrong with them. */
export function dateStyles(text: string | undefined): DateStyles | string {
  if (text === undefined || text.trim() === '') return { outerWhite: true, innerWhite: false };
  const words = text.split(/[,|]/).map((word) => word.trim().replace(/^DateTimeStyles\./, ''));
  const foreign = words.find((word) => !known.includes(word));
  if (foreign !== undefined) return `There is no DateTimeStyles.${foreign}.`;
  const all = words.includes('AllowWhiteSpaces');
  return {
    outerWhite: all || words.includes('AllowLeadingWhite') || words.includes('AllowTrailingWhite'),
    innerWhite: all || words.includes('AllowInnerWhite'),
  };
}

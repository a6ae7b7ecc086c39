/**
 * What ends a word for TextInfo.ToTitleCase of .NET: white space, controls, punctuation and symbols
 * (https://learn.microsoft.com/dotnet/api/system.globalization.textinfo.totitlecase).
 */
const separator = /[\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]/u;
const letter = /\p{L}/u;

/** The first letter of each word in upper case, all others in lower case. */
export function titleCase(text: string, separators: string | undefined): string {
  const ends = separatorTest(separators);
  let inWord = false;
  let result = '';
  for (const character of text.toLowerCase()) {
    if (ends(character, inWord)) inWord = false;
    else if (!inWord && letter.test(character)) {
      result += character.toUpperCase();
      inWord = true;
      continue;
    }
    result += character;
  }
  return result;
}

function separatorTest(separators: string | undefined): (character: string, inWord: boolean) => boolean {
  if (separators !== undefined) {
    const own = new Set(separators);
    return (character) => own.has(character);
  }
  // .NET takes an apostrophe inside of a word for a part of it.
  return (character, inWord) => separator.test(character) && !(inWord && character === "'");
}

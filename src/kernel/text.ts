/** Unicode NFC. ASCII texts are returned as they are: they cannot change. */
export function nfc(text: string): string {
  return isAscii(text) ? text : text.normalize('NFC');
}

/**
 * Case-insensitive key of a text: invariant (not locale) lower case in NFC. Normalised once more after lowering, which
 * can bring letters together (J̌ has no composed form, ǰ has); a final sigma is a sigma wherever it stands.
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** Orders texts by code unit: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** False when the text holds a lone surrogate, which no UTF-8 protocol can carry. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}

/** The candidate nearest to a mistyped word, or undefined when none is near (a third of its length, at most 3 edits). */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const folded = foldCase(word);
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(folded.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(folded, foldCase(candidate), bestDistance);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance, given up as `limit` once it cannot be smaller. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const value = Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(value);
      smallest = Math.min(smallest, value);
    }
    if (smallest >= limit) return limit;
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}

import { diffWordsWithSpace } from 'diff';

/** Words of two texts: in both, in the former only, in the latter only. */
export interface WordPart {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Beyond this the words of two texts are not compared: the one went and the other came. */
const LONGEST = 20_000;

/** How one text became another, word by word. */
export function wordParts(before: string, after: string): readonly WordPart[] {
  const parts =
    before.length + after.length > LONGEST ? undefined : diffWordsWithSpace(before, after, { maxEditLength: 1000 });
  if (parts === undefined) {
    return [
      { kind: 'gone', text: before },
      { kind: 'new', text: after },
    ];
  }
  return parts.map(({ value, added, removed }) => ({ kind: added ? 'new' : removed ? 'gone' : 'same', text: value }));
}

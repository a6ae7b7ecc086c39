import { newDigest } from '../../kernel/canonical-json.ts';

/** What a comment is about: each has one comment of its own on a pull request. */
export type StickyKind = 'plan' | 'impact';

const LONGEST = 200;

/**
 * The first line of a document, by which the comment is found again that the next one replaces. The name of the
 * workspace is percent-encoded UTF-8; in the place of a very long one, or of none, stands its digest.
 */
export function stickyMarker(kind: StickyKind, workspace: string): string {
  const encoded = encodeURIComponent(workspace.toWellFormed()).replace(/[!'()*~]|-(?=-)/g, percent);
  const name = encoded !== '' && encoded.length <= LONGEST ? encoded : `sha256:${digestOf(workspace)}`;
  return `<!-- lockstep:${kind} workspace=${name} -->`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function digestOf(text: string): string {
  const digest = newDigest();
  digest.update(text.toWellFormed());
  return digest.hex();
}

import { faults } from '../faults.ts';

/** A part of a path: a name or key; `alternate` names the property of a key such as `(appId='…')`. */
export interface Segment {
  readonly text: string;
  readonly alternate: string | undefined;
}

/** Takes a path apart; `users('x')` counts as the two segments `users` and `x`. */
export function parsePath(path: string): readonly Segment[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .flatMap((part) => segmentsOf(decode(part)));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw faults.badQuery('The request URI is not valid.');
  }
}

function segmentsOf(part: string): readonly Segment[] {
  const keyed = /^([A-Za-z$.]+)\((?:([A-Za-z]+)=)?'((?:[^']|'')*)'\)$/.exec(part);
  if (keyed === null) return [{ text: part, alternate: undefined }];
  const [, name = '', alternate, key = ''] = keyed;
  return [
    { text: name, alternate: undefined },
    { text: key.replaceAll("''", "'"), alternate },
  ];
}

import { lstatSync, readFileSync } from 'node:fs';
import { ActionError } from './log.ts';

/** GitHub takes 65,536 characters of a comment; what Lockstep writes stays below this many bytes. */
export const MOST_BYTES = 60_000;

const MARKER = /^<!-- lockstep:[a-z]{1,20}(?: workspace=[\w.:%-]{1,300})? -->$/;

export interface Document {
  /** The first line: by it the comment is found that this one replaces. */
  readonly marker: string;
  readonly text: string;
}

/**
 * A document that another job wrote, checked before anything is sent: a plain file of bounded size, UTF-8, with the
 * marker as its first line and no other one in it.
 */
export function readDocument(path: string): Document {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) throw new ActionError('There is no report to post.');
  if (stat.size > MOST_BYTES) throw new ActionError(`The report is longer than ${MOST_BYTES} bytes: it is not posted.`);
  return checkedDocument(decoded(readFileSync(path)));
}

export function checkedDocument(text: string): Document {
  const [marker = ''] = text.split('\n', 1);
  const count = text.split('<!-- lockstep:').length - 1;
  if (!MARKER.test(marker) || count !== 1 || text.includes('\u0000')) {
    throw new ActionError('The report is none of Lockstep: it is not posted.');
  }
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new ActionError(`The report is longer than ${MOST_BYTES} bytes: it is not posted.`);
  }
  return { marker, text };
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ActionError('The report is not UTF-8: it is not posted.');
  }
}

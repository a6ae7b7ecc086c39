import type { Document } from './document.ts';
import { numberAt, succeeded, textAt } from './github.ts';
import type { Fields, GitHub } from './github.ts';

export interface Posted {
  readonly what: 'created' | 'updated' | 'unchanged';
  /** Former comments that were hidden. */
  readonly minimised: number;
}

interface Found {
  readonly id: number;
  readonly node: string | undefined;
  readonly body: string;
}

const MINIMIZE = `mutation ($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`;

/**
 * One comment for each marker: the oldest of ours is replaced in place, in one call, and others of ours are hidden as
 * outdated. Comments of other authors are left alone, whatever they begin with.
 */
export async function postComment(github: GitHub, pull: number, document: Document, author: string): Promise<Posted> {
  const [first, ...others] = await ours(github, pull, document.marker, author);
  const what =
    first === undefined ? await create(github, pull, document, author) : await update(github, first, document);
  let minimised = 0;
  for (const { node } of others) {
    if (node === undefined) continue;
    await github.graphql(MINIMIZE, { id: node });
    minimised++;
  }
  return { what, minimised };
}

async function update(github: GitHub, { id, body }: Found, { text }: Document): Promise<Posted['what']> {
  if (body === text) return 'unchanged';
  await github.call('PATCH', `issues/comments/${id}`, { body: text });
  return 'updated';
}

/** A server that fails may have written all the same: before it is asked again, we look. */
async function create(github: GitHub, pull: number, document: Document, author: string): Promise<Posted['what']> {
  const path = `issues/${pull}/comments`;
  const answer = await github.once('POST', path, { body: document.text });
  if (answer.status !== 0 && answer.status < 500 && answer.status !== 429) {
    succeeded(answer, `POST ${path}`);
    return 'created';
  }
  const [there] = await ours(github, pull, document.marker, author);
  if (there !== undefined) return 'created';
  await github.call('POST', path, { body: document.text });
  return 'created';
}

/** The oldest first. */
async function ours(github: GitHub, pull: number, marker: string, author: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for await (const comment of github.list(`issues/${pull}/comments`)) {
    if (isOurs(comment, marker, author)) {
      const id = numberAt(comment, 'id');
      const body = textAt(comment, 'body') ?? '';
      if (id !== undefined) found.push({ id, node: textAt(comment, 'node_id'), body });
    }
  }
  return found.sort((a, b) => a.id - b.id);
}

export function isOurs(item: Fields, marker: string, author: string): boolean {
  const [first] = (textAt(item, 'body') ?? '').split(/\r?\n/, 1);
  return first === marker && textAt(item, 'user', 'login') === author;
}

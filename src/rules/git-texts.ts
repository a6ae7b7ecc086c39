import { simpleGit } from 'simple-git';
import type { SimpleGit } from 'simple-git';
import { fail } from '../kernel/diagnostic.ts';
import type { SourceText } from '../kernel/position.ts';
import { compareText } from '../kernel/text.ts';
import { isWorkspaceFile } from './files.ts';

/** More files than these are no workspace; fewer processes at once than these leave room for others. */
const MOST_FILES = 1_000;
const AT_ONCE = 8;

/**
 * The YAML files of a folder as a commit has them. They are read from the objects of the repository: neither the
 * working tree nor the index plays a part, and no filter of the repository runs. Throws DiagnosticError.
 */
export async function textsAt(folder: string, ref: string): Promise<readonly SourceText[]> {
  const git = gitIn(folder);
  const commit = await commitOf(git, ref, folder);
  const listed = await git.raw(['ls-tree', '-r', '-z', commit, '--', '.']);
  const files = listed
    .split('\0')
    .flatMap((line) => blobOf(line) ?? [])
    .filter(({ path }) => isWorkspaceFile(path))
    .sort((a, b) => compareText(a.path, b.path));
  if (files.length > MOST_FILES) {
    fail('CFG004', { detail: `At ${ref} there are more than ${MOST_FILES} YAML files.`, subject: folder });
  }
  const texts: SourceText[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    const read = await Promise.all(some.map(({ id }) => git.raw(['cat-file', 'blob', id])));
    some.forEach(({ path }, index) => texts.push({ path, text: read[index] ?? '' }));
  }
  return texts;
}

/** The whole id of a commit. Throws DiagnosticError. */
export function commitAt(folder: string, ref: string): Promise<string> {
  return commitOf(gitIn(folder), ref, folder);
}

function gitIn(folder: string): SimpleGit {
  return simpleGit({ baseDir: folder, timeout: { block: 30_000 } });
}

/** The id of a commit, so that no later call can take the name for an option. */
async function commitOf(git: SimpleGit, ref: string, folder: string): Promise<string> {
  const inRepository = await asked(git, ['rev-parse', '--is-inside-work-tree']);
  if (inRepository === undefined)
    return fail('GIT001', { detail: 'The workspace lies in no git repository.', subject: folder });
  const named = /^[^-]/.test(ref)
    ? await asked(git, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
    : undefined;
  if (named !== undefined && /^[0-9a-f]{40,64}$/.test(named)) return named;
  const shallow = (await asked(git, ['rev-parse', '--is-shallow-repository'])) === 'true';
  return fail('GIT001', {
    detail: shallow ? `The clone is shallow and does not hold ${ref}.` : `There is no commit ${ref}.`,
    subject: ref,
    help: shallow
      ? 'Fetch it: git fetch --unshallow, or a checkout with the whole history (fetch-depth: 0 of actions/checkout).'
      : 'Name a branch, a tag or a commit that this clone has; git fetch gets those of the server.',
  });
}

async function asked(git: SimpleGit, words: readonly string[]): Promise<string | undefined> {
  try {
    return (await git.raw([...words])).trim();
  } catch {
    return undefined;
  }
}

/** A line of ls-tree: mode, type, id, then the path below the folder. Links and submodules are passed over. */
function blobOf(line: string): { readonly id: string; readonly path: string } | undefined {
  const match = /^100\d{3} blob ([0-9a-f]{40,64})\t(.+)$/s.exec(line);
  const [, id, path] = match ?? [];
  return id === undefined || path === undefined ? undefined : { id, path };
}

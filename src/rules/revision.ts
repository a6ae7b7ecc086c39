import { simpleGit } from 'simple-git';

/**
 * Short git revision of the folder, with `+` when files below it differ from it; undefined when it lies in no
 * repository or git is not there. For people only: what binds a plan to its rules is their digest.
 */
export async function revisionOf(folder: string): Promise<string | undefined> {
  try {
    const git = simpleGit({ baseDir: folder, timeout: { block: 5_000 } });
    const revision = (await git.revparse(['--short', 'HEAD'])).trim();
    const changes = (await git.raw(['status', '--porcelain', '--', '.'])).trim();
    return /^[0-9a-f]{4,40}$/.test(revision) ? `${revision}${changes === '' ? '' : '+'}` : undefined;
  } catch {
    return undefined;
  }
}

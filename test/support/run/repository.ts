import { execFileSync } from 'node:child_process';

const OWN = ['user.name=t', 'user.email=t@example.com', 'commit.gpgsign=false', 'init.defaultBranch=main'];

/** Git in a folder, with a name of its own and without the settings of the machine's user. */
export function gitIn(folder: string): (...words: readonly string[]) => string {
  const settings = OWN.flatMap((setting) => ['-c', setting]);
  return (...words) =>
    execFileSync('git', [...settings, ...words], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

import { readdirSync, readFileSync } from 'node:fs';
import { compareText } from '../kernel/text.ts';

/** The name that the files of the template carry. */
const TEMPLATE_NAME = 'my-workspace';

/** The files of a new workspace, by path: small, and complete enough for a first plan. */
export function scaffold(name: string): ReadonlyMap<string, string> {
  const folder = new URL('../../config/init/workspace/', import.meta.url);
  const files = readdirSync(folder)
    .sort(compareText)
    .map((file): [string, string] => [
      file,
      readFileSync(new URL(file, folder), 'utf8').replaceAll(TEMPLATE_NAME, name),
    ]);
  // Packages cannot hold a .gitignore: npm takes it for its own.
  return new Map([...files, ['.gitignore', '.lockstep/\n*.pem\n']]);
}

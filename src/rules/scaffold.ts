import { readdirSync, readFileSync } from 'node:fs';
import { compareText } from '../kernel/text.ts';

/** The name that the files of the template carry. */
const TEMPLATE_NAME = 'my-workspace';

/** Workflows for a repository on GitHub, by their path in it. */
export function gitHubWorkflows(): ReadonlyMap<string, string> {
  return new Map(filesOf('github').map(([file, text]): [string, string] => [`.github/workflows/${file}`, text]));
}

/** The files of a new workspace, by path: small, and complete enough for a first plan. */
export function scaffold(name: string): ReadonlyMap<string, string> {
  const files = filesOf('workspace').map(([file, text]): [string, string] => [
    file,
    text.replaceAll(TEMPLATE_NAME, name),
  ]);
  // Packages cannot hold a .gitignore: npm takes it for its own.
  return new Map([...files, ['.gitignore', '.lockstep/\n*.pem\n']]);
}

function filesOf(template: 'workspace' | 'github'): readonly (readonly [file: string, text: string])[] {
  const folder = new URL(`../../config/init/${template}/`, import.meta.url);
  return readdirSync(folder)
    .sort(compareText)
    .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]);
}

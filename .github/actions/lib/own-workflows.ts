import { numberAt, textAt } from './github.ts';
import type { GitHub } from './github.ts';
import type { Document } from './document.ts';

/** What decides how a pull request is run. */
const WORKFLOWS = /^\.github\//i;

/**
 * Whether a pull request changes workflows, or changes more files than GitHub lists: then its report may be one that
 * it wrote itself.
 */
export async function changesWorkflows(github: GitHub, pull: number): Promise<boolean> {
  const { body } = await github.call('GET', `pulls/${pull}`);
  const changed = numberAt(body, 'changed_files') ?? 0;
  let seen = 0;
  for await (const file of github.list(`pulls/${pull}/files`)) {
    seen++;
    const names = [textAt(file, 'filename') ?? '', textAt(file, 'previous_filename') ?? ''];
    if (names.some((name) => WORKFLOWS.test(name))) return true;
  }
  return seen < changed;
}

const WARNING =
  '> [!WARNING]\n> **This pull request changes `.github`, or more files than GitHub lists:** its own workflow may have made this report, and written anything into it.\n';

/** The warning stands first, below the marker; GitHub takes some more than the report may be long. */
export function warned({ marker, text }: Document): Document {
  return { marker, text: `${marker}\n\n${WARNING}${text.slice(marker.length)}` };
}

import type { Code } from '../kernel/codes/index.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { WorkspaceDocument } from './documents.ts';

/** What keeps a whole document, or all rules of a pack, from being read. */
const UNREAD: ReadonlySet<Code> = new Set<Code>(['CFG010', 'CFG011', 'CFG020', 'CFG021', 'CFG022', 'CFG034']);

/** What looks wrong where a rule or a filter is missing. */
const CONSEQUENCES: ReadonlySet<Code> = new Set<Code>(['CFG033', 'CFG065', 'CFG091']);

/**
 * Without what is said only because a rule or a filter could not be read: what names it is not wrong, and the mistake
 * itself would be lost among such findings. One that has a likelier name to offer stays.
 */
export function withoutUnreadNames(
  diagnostics: readonly Diagnostic[],
  documents: readonly WorkspaceDocument[],
): readonly Diagnostic[] {
  const named = documents.filter(({ kind }) => kind === 'SyncRule' || kind === 'ScopingFilter');
  const isUnread = named.some(({ sound }) => !sound) || diagnostics.some(({ code }) => UNREAD.has(code));
  if (!isUnread) return diagnostics;
  return diagnostics.filter(({ code, help }) => !CONSEQUENCES.has(code) || help !== undefined);
}

import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { ImportSink } from '../../model/source.ts';
import type { Selection } from '../selection.ts';
import { SHOW_DELETED, showDeleted } from './controls.ts';
import { anchorOf } from './convert.ts';
import { deletionsHidden } from './errors.ts';
import { isLoss, LdapError } from './failure.ts';
import { changedSince, containerFilter, typeFilter } from './filter.ts';
import type { ObjectReader } from './read.ts';
import type { Session } from './session.ts';

/** The well-known container of deleted objects (MS-ADTS 6.1.1.4). */
const DELETED_OBJECTS = '18E2EA80684F11D2B9AA00C04F79F805';

/**
 * Reads again what was written while the pages were read: an object may have moved from a page that was still to come
 * into one that had passed. Returns warnings.
 */
export async function lookAgain(
  session: Session,
  reader: ObjectReader,
  selection: Selection,
  sink: ImportSink,
): Promise<readonly Diagnostic[]> {
  const since = session.root.highestCommittedUsn;
  const base = session.root.defaultNamingContext;
  const now = await session.rootAgain();
  if (now.highestCommittedUsn === since) return [];
  for (const container of await changedContainers(session, base, since)) await reader.read(container);
  await reader.read(base, changedSince(since, typeFilter(selection)));
  if (!(await deletedObjectsVisible(session, base))) return [deletionsHidden(session.server)];
  await removeDeleted(session, base, since, sink);
  return [];
}

/** A renamed container renames everything below it without touching the update sequence numbers there. */
async function changedContainers(session: Session, base: string, since: bigint): Promise<readonly string[]> {
  const filter = changedSince(since, containerFilter);
  const found: string[] = [];
  for await (const answer of session.pages({ base, scope: 'sub', filter, attributes: ['1.1'], controls: [] })) {
    for (const { name } of answer.entries()) found.push(name);
  }
  return found;
}

/** By default only administrators may look there, and others get no error but an empty answer. */
async function deletedObjectsVisible(session: Session, base: string): Promise<boolean> {
  if (!session.supports(SHOW_DELETED)) return false;
  try {
    const answer = await session.search({
      base: `<WKGUID=${DELETED_OBJECTS},${base}>`,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: ['1.1'],
      controls: [showDeleted()],
    });
    return !answer.isEmpty;
  } catch (error) {
    if (error instanceof LdapError && error.failure.kind === 'refused' && !isLoss(error.failure)) return false;
    throw error;
  }
}

async function removeDeleted(session: Session, base: string, since: bigint, sink: ImportSink): Promise<void> {
  const filter = changedSince(since, '(isDeleted=TRUE)');
  const query = { base, scope: 'sub', filter, attributes: ['objectGUID'], controls: [showDeleted()] } as const;
  for await (const answer of session.pages(query)) {
    for (const entry of answer.entries()) {
      const anchor = anchorOf(entry);
      if (anchor !== undefined) sink.remove(anchor);
    }
  }
}

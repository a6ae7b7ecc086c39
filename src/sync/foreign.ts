import { sidFromBytes } from '../kernel/sid.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { isBytes } from '../model/value.ts';

/**
 * A member from another forest stands in a directory as an object of this type, named by its security identifier
 * (MS-ADTS 3.1.1.1.6): it only points, and says nothing of the person or group itself.
 */
export function isForeign(entry: SpaceObject): boolean {
  return entry.object.type === 'foreignSecurityPrincipal';
}

/** S-1-5-21-… are accounts and groups of some domain; others (S-1-5-11, S-1-5-32-…) are the same everywhere (MS-DTYP 2.4.2.4). */
export function isWellKnown(entry: SpaceObject): boolean {
  const sid = sidOf(entry);
  return sid !== undefined && !sid.startsWith('S-1-5-21-');
}

/** What only points may be named by it; anything else could be called so by whoever makes it. */
function sidOf(entry: SpaceObject): string | undefined {
  const { attributes } = entry.object;
  const bytes = attributes.get('objectSid');
  if (bytes !== undefined && isBytes(bytes)) return sidFromBytes(bytes);
  const name = isForeign(entry) ? attributes.get('cn') : undefined;
  return typeof name === 'string' && /^S-1-/i.test(name) ? name.toUpperCase() : undefined;
}

/** A connector space object and where it was read. */
export interface Place {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
}

/** Finds what has the security identifier that a foreign security principal names, in any source; made when first asked. */
export function holdersOfSids(sources: readonly ImportedSource[]): (foreign: SpaceObject) => Place | undefined {
  let bySid: Map<string, Place> | undefined;
  return (foreign) => {
    const sid = sidOf(foreign);
    return sid === undefined ? undefined : (bySid ??= indexed(sources)).get(sid);
  };
}

function indexed(sources: readonly ImportedSource[]): Map<string, Place> {
  const bySid = new Map<string, Place>();
  for (const source of sources) {
    for (const entry of source.space.objects()) {
      const sid = isForeign(entry) ? undefined : sidOf(entry);
      if (sid !== undefined) bySid.set(sid, { source, entry });
    }
  }
  return bySid;
}

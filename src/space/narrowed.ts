import type { ConnectorSpaceView, SpaceObject } from '../model/space.ts';
import type { Attributes } from '../model/value.ts';

/** Names of attributes by object type. */
export type AttributeNames = ReadonlyMap<string, readonly string[]>;

/**
 * A connector space as it would be had fewer attributes of the same types been asked for. Objects that hold none of
 * the others are the same objects.
 */
export function narrowedSpace(space: ConnectorSpaceView, names: AttributeNames): ConnectorSpaceView {
  const wanted = new Map([...names].map(([type, list]) => [type, new Set(list)]));
  const narrowed = new Map<SpaceObject, SpaceObject>();
  let sorted: readonly SpaceObject[] | undefined;
  const narrow = (entry: SpaceObject): SpaceObject => {
    const known = narrowed.get(entry);
    if (known !== undefined) return known;
    const { object } = entry;
    const attributes = only(object.attributes, wanted.get(object.type) ?? NONE);
    const now = attributes === object.attributes ? entry : { ...entry, object: { ...object, attributes } };
    narrowed.set(entry, now);
    return now;
  };
  return {
    connector: space.connector,
    size: space.size,
    objects: () => (sorted ??= [...space.objects()].map(narrow)),
    byDn: (dn) => {
      const entry = space.byDn(dn);
      return entry === undefined ? undefined : narrow(entry);
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

function only(attributes: Attributes, names: ReadonlySet<string>): Attributes {
  for (const name of attributes.keys()) {
    if (!names.has(name)) return new Map([...attributes].filter(([one]) => names.has(one)));
  }
  return attributes;
}

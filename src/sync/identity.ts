import type { Rule } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';

/** A connector space object that feeds a metaverse object, with its rules in scope by precedence. */
export interface Link {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
  readonly rules: readonly Rule[];
}

/** One identity: the connector space objects that were joined to it. */
export interface MetaverseObject {
  readonly type: string;
  /** The first link projected it, or did so in an earlier run. */
  readonly links: Link[];
  /** No rule projects it any more: this stickyJoin rule keeps it. */
  readonly keptBy?: Rule;
}

/**
 * A link without flows only points: any number of them may lead to one identity. What a rule provisions is somebody,
 * flows or not: where that fails, it is held.
 */
export function contributes({ rules }: Link): boolean {
  return rules.some((rule) => rule.flows.length > 0 || rule.link === 'provision');
}

/** The key of a source object everywhere: `connector/objectGUID`. */
export function keyOf(source: ImportedSource, entry: SpaceObject): string {
  return `${source.space.connector}/${entry.object.anchor}`;
}

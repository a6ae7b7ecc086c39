import type { DnKey } from './dn.ts';
import type { ImportSummary, SourceObject } from './source.ts';

/** An imported object with the key of its DN, computed once. */
export interface SpaceObject {
  readonly object: SourceObject;
  readonly dnKey: DnKey;
}

/** What the sync engine sees of one connector space. */
export interface ConnectorSpaceView {
  readonly connector: string;
  readonly size: number;
  /** Every object, by anchor: the order of reading plays no part. */
  objects(): Iterable<SpaceObject>;
  /** The object with this DN, in whatever spelling. */
  byDn(dn: string): SpaceObject | undefined;
}

/** A connector space that was imported whole, with what the import said of itself. */
export interface ImportedSource {
  readonly space: ConnectorSpaceView;
  readonly summary: ImportSummary;
}

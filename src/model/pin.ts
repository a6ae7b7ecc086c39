import type { SourceRange } from '../kernel/position.ts';
import type { DnKey } from './dn.ts';

/** A name that rules or filters use, bound to the object that it meant: names change, objectGUIDs do not. */
export interface Pin {
  readonly connector: string;
  readonly of: 'container' | 'group';
  /** As the rules write it. */
  readonly dn: string;
  readonly key: DnKey;
  /** objectGUID, lower case. */
  readonly anchor: string;
  readonly source: SourceRange;
}

/** A pin and where it leads now. */
export interface FollowedPin {
  readonly pin: Pin;
  readonly use: 'include' | 'exclude' | 'group';
  /** The present DN; undefined when no object has the objectGUID. */
  readonly now: string | undefined;
  /** It has another name than the pin. */
  readonly moved: boolean;
}

/** A container that a filter includes and in which nothing was read. */
export interface EmptyInclusion {
  readonly connector: string;
  readonly dn: string;
  /** `path:line` of the filter. */
  readonly at: string;
}

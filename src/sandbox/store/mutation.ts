import type { Kind } from '../schema/property.ts';
import type { Properties } from './entity.ts';

/** A relation kept apart from the objects, so that a change of one link writes one line. */
export type Relation = 'members' | 'owners' | 'manager';

/** A change of the store. One request's mutations are journalled and applied together. */
export type Mutation =
  | { readonly do: 'put'; readonly kind: Kind; readonly id: string; readonly properties: Properties }
  | { readonly do: 'remove'; readonly kind: Kind; readonly id: string }
  | { readonly do: 'link'; readonly relation: Relation; readonly from: string; readonly to: readonly string[] }
  | { readonly do: 'unlink'; readonly relation: Relation; readonly from: string; readonly to: readonly string[] };

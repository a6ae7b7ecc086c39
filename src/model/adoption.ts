import type { SourceRange } from '../kernel/position.ts';

/**
 * What says that a tenant object is a source object. `anchor`: it holds its anchor (Entra Connect's hard match);
 * `formerAnchor`: another anchor that the source object is known by; `mark`: it carries our owner mark of it;
 * `userPrincipalName` and `mail` (primary address): Entra Connect's soft match. The names of groups are no keys.
 */
export type Evidence =
  | 'mark'
  | 'anchor'
  | 'formerAnchor'
  | 'securityIdentifier'
  | 'userPrincipalName'
  | 'mail'
  | 'employeeId'
  | 'displayName'
  | 'mailNickname';

interface PairParts {
  /** `connector/objectGUID` of the source object. */
  readonly object: string;
  /** Tenant id. */
  readonly id: string;
  /** What the reviewer knows of the tenant object: its directory role, or that it grants access. */
  readonly consent?: string;
  readonly source: SourceRange;
}

/** A decision of a person, written down in an Adoption document: which tenant object a source object is. */
export type AdoptionPair =
  | (PairParts & { readonly kind: 'adopt' })
  /** The tenant object lies in the bin and is to come back: from this deletion (ISO 8601, UTC), from no later one. */
  | (PairParts & { readonly kind: 'restore'; readonly deletedAt: string })
  | (PairParts & {
      readonly kind: 'reanchor';
      readonly from: string;
      readonly to: string;
      /** Key of the source object that the mark names now, when that is another one. */
      readonly was?: string;
    })
  /** They are not the same, whatever looks alike: no candidate. */
  | (PairParts & { readonly kind: 'distinct' });

/** A pair that has something done. */
export type ActingPair = Exclude<AdoptionPair, { kind: 'distinct' }>;

/** A tenant object that may be a source object, and the pair that would say so. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly evidence: readonly Evidence[];
  readonly by: ActingPair['kind'];
  /** Of a re-anchoring: the anchor it holds and the one it is to hold. */
  readonly from?: string;
  readonly to?: string;
  /** Key of the source object that its mark names now. */
  readonly was?: string;
  /** Of a restore: when it was deleted, ISO 8601, UTC. */
  readonly deletedAt?: string;
  /** What the pair has to name, or it is held. */
  readonly consent?: string;
  /** DNs of other source objects that it may be as well: the first few, where many share an identifier. */
  readonly alsoFor?: readonly string[];
}

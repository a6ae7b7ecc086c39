import type { ResolvedReference } from '../model/desired.ts';
import type { Found } from './cause/index.ts';
import type { Pair, Standing } from './pair.ts';
import type { TargetOf } from './references.ts';

/** What references lead to, the same under both configurations. */
export interface NameIndex {
  readonly keyOf: TargetOf;
  /** For people. */
  readonly nameOf: (reference: ResolvedReference) => string;
}

export function nameIndex({ base, head }: Found, pairs: readonly Pair[]): NameIndex {
  const nowOf = new Map<string, string>();
  for (const pair of pairs) if (pair.base.key !== pair.head.key) nowOf.set(pair.base.key, pair.head.key);
  return {
    keyOf: (reference) => {
      if (reference.kind === 'unresolved') return `dn ${reference.dn}`;
      const now = identityIn(head.of(reference.key));
      if (now !== undefined) return now.key;
      const before = identityIn(base.of(reference.key));
      return before === undefined ? reference.key : (nowOf.get(before.key) ?? before.key);
    },
    nameOf: (reference) => {
      if (reference.kind === 'unresolved') return reference.dn;
      const known = identityIn(head.of(reference.key)) ?? identityIn(base.of(reference.key));
      return known?.name ?? (reference.kind === 'notDesired' ? reference.dn : reference.key);
    },
  };
}

function identityIn(standing: Standing): { readonly key: string; readonly name: string } | undefined {
  return standing.kind === 'wanted' || standing.kind === 'joined' ? standing.object : undefined;
}

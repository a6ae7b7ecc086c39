import type { SourceRange } from '../kernel/position.ts';
import { dnKey } from '../model/dn.ts';
import type { DnKey } from '../model/dn.ts';
import type { Pin } from '../model/pin.ts';
import type { RuleSet, Scope } from '../model/rule-set.ts';

/** A name of an object of the directory that a filter or a scope uses. */
export interface PinnableName {
  readonly of: Pin['of'];
  readonly dn: string;
  readonly key: DnKey;
  /** Where it is looked up. */
  readonly connectors: readonly string[];
  readonly source: SourceRange;
}

/** Containers of filters and groups of memberOf clauses, in the order of the rules. */
export function pinnableNames({ filters, rules }: Pick<RuleSet, 'filters' | 'rules'>): readonly PinnableName[] {
  return [
    ...filters.flatMap(({ containers, connectors, objects }) => [
      ...containers.map(({ dn, key, source }): PinnableName => ({ of: 'container', dn, key, connectors, source })),
      ...[...objects.values()].flatMap((scope) => groupsOf(scope, connectors)),
    ]),
    ...rules
      .filter(({ direction }) => direction === 'inbound')
      .flatMap(({ scope, connectors }) => groupsOf(scope, connectors)),
  ];
}

function groupsOf(scope: Scope, connectors: readonly string[]): readonly PinnableName[] {
  return scope
    .flat()
    .filter(({ operator }) => operator === 'memberOf' || operator === 'notMemberOf')
    .flatMap(({ comparands, source }) =>
      comparands.map((one): PinnableName => {
        const dn = String(one);
        return { of: 'group', dn, key: dnKey(dn), connectors, source };
      }),
    );
}

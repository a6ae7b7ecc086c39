import { dnKey, isAtOrBelow } from '../../model/dn.ts';
import type { DnKey } from '../../model/dn.ts';
import type { ScopingFilter } from '../../model/rule-set.ts';
import { deadGroups } from './dead-scope.ts';
import type { Lint, LintInput } from './lint.ts';

type Container = ScopingFilter['containers'][number];

/** Filters that nothing passes: by their containers, or a type by its clauses. */
export const closedFilter: Lint = (input, report) => {
  for (const filter of input.ruleSet.filters) {
    if (isClosed(filter, partitionsOf(filter, input))) {
      report('LINT020', filter.source, `No container of ${filter.connectors.join(', ')} is left in ${filter.name}.`);
    }
    for (const [type, scope] of filter.objects) {
      const dead = deadGroups(scope, (name) => input.directory.get(type)?.attributes.get(name));
      const [first] = dead;
      if (first === undefined) continue;
      const why = `${filter.name}: of type ${type}, ${dead.map((one) => one.why).join('; ')}`;
      if (dead.length === scope.length) report('LINT020', first.at, `${why}.`);
      else report('LINT002', first.at, `${why}; other groups remain.`);
    }
  }
};

/** Known only where the text names every naming context. */
function partitionsOf({ connectors }: ScopingFilter, { partitions }: LintInput): readonly DnKey[] {
  const known = connectors.map((name) => partitions.get(name) ?? []);
  return known.some((list) => list.length === 0) ? [] : known.flat().map(dnKey);
}

function isClosed({ containers }: ScopingFilter, partitions: readonly DnKey[]): boolean {
  if (partitions.length === 0) return false;
  const open = containers.filter(({ include }) => include);
  const inSight = ({ key }: Container): boolean => partitions.some((partition) => isAtOrBelow(key, partition));
  if (open.length > 0 && open.some(inSight)) return false;
  // An inclusion above a partition takes the whole of it.
  const decided = (partition: DnKey): Container | undefined => nearest(containers, partition);
  return partitions.every((partition) => {
    const container = decided(partition);
    return container === undefined ? open.length > 0 : !container.include;
  });
}

/** Containers that say what would be so without them. */
export const idleContainer: Lint = ({ ruleSet: { filters } }, report) => {
  for (const filter of filters) {
    const included = filter.containers.some(({ include }) => include);
    for (const container of filter.containers) {
      const above = nearest(
        filter.containers.filter(({ key }) => key !== container.key),
        container.key,
      );
      const without = above?.include ?? !included;
      if (container.include !== without || (container.include && above === undefined)) continue;
      const reason =
        above === undefined
          ? 'it lies below no container that is included'
          : `${above.dn} is ${above.include ? 'included' : 'excluded'}`;
      const state = container.include ? 'included' : 'excluded';
      report('LINT021', container.source, `${filter.name}: ${container.dn} is ${state} without it: ${reason}.`);
    }
  }
};

function nearest(containers: readonly Container[], key: DnKey): Container | undefined {
  return containers
    .filter((container) => isAtOrBelow(key, container.key))
    .reduce<Container | undefined>((best, one) => (one.key.length > (best?.key.length ?? -1) ? one : best), undefined);
}

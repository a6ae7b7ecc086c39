import { dnKey, isAtOrBelow } from './dn.ts';
import type { DnKey } from './dn.ts';
import type { ImportSummary } from './source.ts';

type Summary = Pick<ImportSummary, 'parameters' | 'partitionParameters'>;

interface Partition {
  readonly key: DnKey;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A domain is below another one: the longest names first. */
const partitions = new WeakMap<Summary, readonly Partition[]>();

/** Values of `%Domain.FQDN%` and the like for an object: those of the domain that it is of, by its DN. */
export function parametersAt(summary: Summary, dn: DnKey): ReadonlyMap<string, string> {
  if (summary.partitionParameters.size === 0) return summary.parameters;
  let known = partitions.get(summary);
  if (known === undefined) {
    known = [...summary.partitionParameters]
      .map(([context, parameters]) => ({ key: dnKey(context), parameters }))
      .sort((a, b) => b.key.length - a.key.length);
    partitions.set(summary, known);
  }
  return known.find(({ key }) => isAtOrBelow(dn, key))?.parameters ?? summary.parameters;
}

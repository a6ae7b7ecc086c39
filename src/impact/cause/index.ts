import { compareText } from '../../kernel/text.ts';
import type { DesiredObject, FailedObject } from '../../model/desired.ts';
import type { CauseLine } from '../../model/impact.ts';
import type { ImpactInput } from '../input.ts';
import type { Pair, Standings } from '../pair.ts';
import { flowCause, metaverseCause } from './flow-cause.ts';
import { failureCause, refusalCause } from './scope-cause.ts';
import { reachLines } from './rule-parts.ts';
import { TextSide } from './side.ts';

type Cause = readonly CauseLine[];

/** Finds the changed lines behind changes; equal causes are one list, empty where none can be traced. */
export interface Causes {
  attribute(pair: Pair, name: string): Cause;
  anchor(pair: Pair): Cause;
  /** Of a joinNoFlow rule that has the identity in scope under one of them. */
  leftAlone(pair: Pair): Cause;
  /** Of an identity that base wants and head does not, or the other way. */
  refused(object: DesiredObject, wantedBy: 'base' | 'head'): Cause;
  /** Of a source object that fails under one of them. */
  failed(failure: FailedObject, under: 'base' | 'head'): Cause;
}

export interface Found {
  readonly base: Standings;
  readonly head: Standings;
}

export function causesOf({ base, head }: ImpactInput, found: Found): Causes {
  const sides = { base: new TextSide('base', base), head: new TextSide('head', head) };
  const known = new Map<string, Cause>();
  const once = (lines: Cause): Cause => {
    const sorted = [...new Map(lines.map((line) => [`${line.side} ${line.at}`, line]))].sort(([a], [b]) =>
      byPlace(a, b),
    );
    const key = sorted.map(([place]) => place).join('\n');
    const same = known.get(key);
    if (same !== undefined) return same;
    const cause = sorted.map(([, line]) => line);
    known.set(key, cause);
    return cause;
  };

  const refused = (object: DesiredObject, wantedBy: 'base' | 'head'): Cause => {
    const other = wantedBy === 'base' ? 'head' : 'base';
    const standing = found[other].of(object.key);
    if (standing.kind !== 'refused') return [];
    const refusal = { wanted: object, wanting: sides[wantedBy], refused: standing.object, refusing: sides[other] };
    return refusalCause(refusal);
  };
  const joins = ({ base: before, head: after }: Pair): Cause => {
    const lost = before.joinedKeys.filter((key) => key !== after.key && !after.joinedKeys.includes(key));
    const won = after.joinedKeys.filter((key) => key !== before.key && !before.joinedKeys.includes(key));
    return [
      ...lost.flatMap((key) => refused({ ...before, key }, 'base')),
      ...won.flatMap((key) => refused({ ...after, key }, 'head')),
    ];
  };
  return {
    attribute: (pair, name) => {
      const readers = { base: pair.base, head: pair.head };
      const contested = { base: pair.base.attributes.get(name), head: pair.head.attributes.get(name) };
      const lines = flowCause({ target: name, ...contested, readers }, sides.base, sides.head);
      return once(lines.length > 0 ? lines : joins(pair));
    },
    anchor: (pair) => {
      const readers = { base: pair.base, head: pair.head };
      const lines = metaverseCause('sourceAnchor', readers, sides.base, sides.head);
      return once(lines.length > 0 ? lines : joins(pair));
    },
    leftAlone: ({ base: before, head: after }) => {
      const by = [...sides.base.cited(before.noFlow ?? ''), ...sides.head.cited(after.noFlow ?? '')];
      const ids = new Set(by.flatMap((element) => (element.kind === 'rule' ? element.rule.id : [])));
      return once([...ids].flatMap((id) => reachLines(id, { one: sides.base, other: sides.head })));
    },
    refused: (object, wantedBy) => once(refused(object, wantedBy)),
    failed: (failure, under) => {
      const other = under === 'base' ? 'head' : 'base';
      const there = found[other].of(failure.key);
      const object = there.kind === 'wanted' || there.kind === 'joined' ? there.object : undefined;
      return once(failureCause(failure, sides[under], sides[other], object));
    },
  };
}

/** By file, then by the number of the line. */
function byPlace(a: string, b: string): number {
  const [, fileA = '', lineA = '0'] = /^(.*):(\d+)$/s.exec(a) ?? [];
  const [, fileB = '', lineB = '0'] = /^(.*):(\d+)$/s.exec(b) ?? [];
  return compareText(fileA, fileB) || Number(lineA) - Number(lineB);
}

import { compareText } from '../kernel/text.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { riskOf } from '../model/impact.ts';
import type { ImpactChange, ImpactGroup } from '../model/impact.ts';

/** Changes of one kind and cause together: by risk, then those with people who hold a directory role, then the most, then by their words. */
export function groupsOf(changes: readonly ImpactChange[]): readonly ImpactGroup[] {
  return [...Map.groupBy(changes, signatureOf)]
    .map(([signature, members]) => ({ signature, group: groupOf(members) }))
    .sort(
      (a, b) =>
        riskOf(a.group.kind, a.group.operation) - riskOf(b.group.kind, b.group.operation) ||
        Number((b.group.privileged ?? 0) > 0) - Number((a.group.privileged ?? 0) > 0) ||
        b.group.identities - a.group.identities ||
        b.group.changes.length - a.group.changes.length ||
        compareText(a.signature, b.signature),
    )
    .map(({ group }) => group);
}

function signatureOf({ kind, type, attribute, operation, hold, createOnly, cause }: ImpactChange): string {
  const lines = cause.map(({ side, at }) => `${side} ${at}`);
  const parts = [kind, type, attribute, operation, hold, createOnly];
  return JSON.stringify([...parts.map((part) => part ?? null), ...lines]);
}

function groupOf(members: readonly ImpactChange[]): ImpactGroup {
  const changes = members.toSorted(
    (a, b) =>
      Number(b.role !== undefined) - Number(a.role !== undefined) ||
      compareText(a.name, b.name) ||
      compareText(a.key, b.key) ||
      compareText(JSON.stringify([a.before, a.after]), JSON.stringify([b.before, b.after])),
  );
  const [first] = changes;
  if (first === undefined) throw new TypeError('a group has a change');
  const { kind, type, attribute, operation, hold, createOnly, cause } = first;
  const before = agreed(changes, (one) => one.before);
  const after = agreed(changes, (one) => one.after);
  const privileged = new Set(changes.flatMap(({ key, role }) => (role === undefined ? [] : [key]))).size;
  return {
    kind,
    ...(type === undefined ? {} : { type }),
    ...(attribute === undefined ? {} : { attribute }),
    ...(operation === undefined ? {} : { operation }),
    ...(hold === undefined ? {} : { hold }),
    ...(createOnly === undefined ? {} : { createOnly }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    cause,
    identities: new Set(changes.map(({ key }) => key)).size,
    ...(privileged === 0 ? {} : { privileged }),
    changes,
  };
}

function agreed(changes: readonly ImpactChange[], of: (change: ImpactChange) => Json): Json | undefined {
  const [first, ...others] = changes;
  if (first === undefined) return undefined;
  const text = JSON.stringify(of(first));
  return others.every((one) => JSON.stringify(of(one)) === text) ? of(first) : undefined;
}

import { sourceKeys } from '../model/desired.ts';
import type { Finding, Operation } from '../model/plan.ts';
import type { TenantObject } from '../model/tenant.ts';
import { finding, isClear, markedObjects, targetsOf } from './input.ts';
import type { Analyzer, ApplyGuardInput, PlanGuardInput } from './input.ts';
import { allowance } from './limits.ts';

/** A source that gave no object of a kind it should have. */
export const emptySource: Analyzer<PlanGuardInput> = (input) =>
  input.connectors.flatMap((connector): readonly Finding[] => {
    const total = [...input.population.source]
      .filter(([name]) => name.startsWith(`${connector}/`))
      .reduce((sum, [, count]) => sum + count, 0);
    if (total > 0) return [];
    return [finding('SAFE006', { detail: `${connector} gave no object at all.`, policyKey: '', operations: [] })];
  });

/** Marked objects of the tenant that the source no longer shows, by connector and type. */
export const shrunkenSource: Analyzer<PlanGuardInput> = (input) => {
  const inSight = sourceKeys(input.population);
  const staying = markedObjects(input).filter(({ leaving }) => !leaving);
  return [...Map.groupBy(staying, ({ base }) => base)].flatMap(([base, marked]) => {
    const gone = marked.filter(({ key }) => !inSight.has(key));
    const allowed = allowance({ percent: input.policy.source.maximumShrinkPercent }, marked.length);
    if (gone.length <= allowed.count) return [];
    return [
      finding('SAFE007', {
        detail: `${gone.length} of ${marked.length} marked ${base} objects are not in the source any more; the limit is ${allowed.text}.`,
        policyKey: 'source.maximumShrinkPercent',
        operations: operationsOn(input, new Set(gone.map(({ key }) => key))),
      }),
    ];
  });
};

/** An attribute that the tenant holds for many marked objects and that would now be cleared for most of them. */
export const attributeLoss: Analyzer<ApplyGuardInput> = (input) => {
  const cleared = new Map<string, Operation[]>();
  const note = (base: string, attribute: string, operation: Operation): void => {
    const name = `${base}\n${attribute}`;
    const list = cleared.get(name);
    if (list === undefined) cleared.set(name, [operation]);
    else list.push(operation);
  };
  for (const { operation, base } of targetsOf(input)) {
    if (operation.kind === 'update') {
      for (const change of operation.changes) if (isClear(change)) note(base, change.attribute, operation);
    }
    if (operation.kind === 'setManager' && operation.manager === null) note(base, 'manager', operation);
  }
  const marked = markedObjects(input);
  const adopted = adoptedObjects(input);
  return [...cleared].flatMap(([name, operations]) => {
    const [base = '', attribute = ''] = name.split('\n');
    const holders = [...marked, ...adopted].filter((one) => one.base === base && holds(one.object, attribute)).length;
    const allowed = allowance({ percent: input.policy.source.maximumAttributeLossPercent }, holders);
    if (operations.length <= allowed.count) return [];
    return [
      finding('SAFE008', {
        detail: `${attribute} would be cleared on ${operations.length} of the ${holders} marked ${base} objects that have it; the limit is ${allowed.text}.`,
        policyKey: 'source.maximumAttributeLossPercent',
        operations,
      }),
    ];
  });
};

/** What becomes ours in this plan held its attributes before. */
function adoptedObjects(input: ApplyGuardInput): readonly { readonly object: TenantObject; readonly base: string }[] {
  const byId = new Map(input.tenant.objects.map((object) => [object.id, object]));
  return targetsOf(input).flatMap(({ operation, base }) => {
    const object = operation.kind === 'adopt' ? byId.get(operation.object.id ?? '') : undefined;
    return object === undefined ? [] : [{ object, base }];
  });
}

function holds(object: TenantObject, attribute: string): boolean {
  return attribute === 'manager' ? object.manager !== undefined : object.attributes.has(attribute);
}

function operationsOn(input: PlanGuardInput, keys: ReadonlySet<string>): readonly Operation[] {
  return input.body.operations.filter((one) => one.kind !== 'defineExtension' && keys.has(one.object.key));
}

import { canonicalJson } from '../kernel/canonical-json.ts';
import type { AttributeChange, Operation, PlanBody } from '../model/plan.ts';

/** What the rules of a base would change in the same tenant, from the same data, at the same instant. */
export interface BasePlan {
  /** Has it the operation, whatever its attributes? */
  readonly has: (operation: Operation) => boolean;
  /** Has it the same change of an attribute, with the same value? */
  readonly hasChange: (operation: Operation, change: AttributeChange) => boolean;
}

export function basePlan({ operations }: PlanBody): BasePlan {
  const wholes = new Set(operations.map(wholeKey));
  const changes = new Map<string, string>();
  for (const operation of operations) {
    if (operation.kind !== 'update') continue;
    for (const { attribute, after } of operation.changes)
      changes.set(`${operation.object.key}\n${attribute}`, canonicalJson(after));
  }
  return {
    has: (operation) => wholes.has(wholeKey(operation)),
    hasChange: (operation, { attribute, after }) =>
      operation.kind === 'update' && changes.get(`${operation.object.key}\n${attribute}`) === canonicalJson(after),
  };
}

/** The same text for what is the same operation, values of attributes apart. */
function wholeKey(operation: Operation): string {
  switch (operation.kind) {
    case 'defineExtension':
      return operation.id;
    case 'setManager':
      return `${operation.id} ${operation.manager?.key ?? ''}`;
    case 'update':
      // An update is a whole where it takes the mark of a leaver away; else its attributes speak.
      return `update ${operation.object.key} ${operation.newMark ?? ''}`;
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'leave':
    case 'delete':
    case 'addMember':
    case 'removeMember':
      return operation.id;
  }
}

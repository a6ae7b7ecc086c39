// The tenant as it stands before the first plan, one Graph object after another. Rings of managers and of groups refer ahead.

import { groupAt } from './group.ts';
import { personAt } from './person.ts';
import type { ForestPlan } from './plan.ts';
import { applications, organization, privileges } from './tenant-facts.ts';
import { groupInTenant } from './tenant-group.ts';
import { cloudUsers, devicesAndContacts } from './tenant-own.ts';
import { personInTenant } from './tenant-person.ts';
import type { GraphObject } from './tenant-person.ts';

export function* tenant(plan: ForestPlan): Generator<GraphObject> {
  yield* organization();
  yield* cloudUsers(plan);
  yield* devicesAndContacts(plan);
  for (let index = 0; index < plan.users; index++) {
    const user = personInTenant(plan, personAt(plan, index));
    if (user !== undefined) yield user;
  }
  for (let index = 0; index < plan.groups; index++) {
    const group = groupInTenant(plan, groupAt(plan, index));
    if (group !== undefined) yield group;
  }
  yield* applications(plan);
  yield* privileges(plan);
}

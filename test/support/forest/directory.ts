// The forest, object after object, in an order in which it could have been built: containers first.

import { child } from './dn.ts';
import { entry } from './entry.ts';
import type { Entry } from './entry.ts';
import { groupAt, membersOf } from './group.ts';
import type { MemberRef } from './group.ts';
import { personAt } from './person.ts';
import type { Person } from './person.ts';
import { rid, units } from './plan.ts';
import type { ForestPlan } from './plan.ts';
import { computerAt, contactAt, containers, systemObjects } from './surroundings.ts';

export function* directory(plan: ForestPlan): Generator<Entry> {
  yield* containers(plan);
  yield* systemObjects(plan);
  for (let index = 0; index < plan.users; index++) yield personEntry(plan, personAt(plan, index));
  for (let index = 0; index < plan.contacts; index++) yield contactAt(plan, index);
  for (let index = 0; index < plan.computers; index++) yield computerAt(plan, index);
  for (let index = 0; index < plan.groups; index++) yield groupEntry(plan, index);
}

export function personDn(plan: ForestPlan, person: Person): string {
  return child('CN', person.cn, `${person.container},${plan.base}`);
}

const FIRST_PERSON = 1000;
const DOMAIN_USERS = 513;

function personEntry(plan: ForestPlan, person: Person): Entry {
  const { place, manager } = person;
  const link = typeof manager === 'number' ? personDn(plan, personAt(plan, manager)) : manager;
  const forward = typeof manager === 'number' && manager >= person.index ? [['manager', link!] as const] : [];
  return entry(
    plan,
    ['CN', person.cn, `${person.container},${plan.base}`],
    {
      classes: ['top', 'person', 'organizationalPerson', 'user'],
      category: 'Person',
      guid: person.guid,
      ordinal: FIRST_PERSON + person.index,
      relativeId: rid(plan, 'user', person.index),
      fields: {
        userAccountControl: person.control,
        primaryGroupID: DOMAIN_USERS,
        sAMAccountName: person.account,
        sAMAccountType: 0x30000000,
        userPrincipalName: person.upn,
        displayName: person.displayName,
        givenName: person.given,
        sn: person.family,
        mail: person.mail,
        proxyAddresses: person.proxies,
        department: person.department,
        title: person.title,
        company: person.company,
        physicalDeliveryOfficeName: place.office,
        streetAddress: place.street,
        l: place.city,
        st: place.state,
        postalCode: place.postalCode,
        co: place.country,
        c: place.code,
        telephoneNumber: person.phone,
        mobile: person.mobile,
        employeeID: person.employeeId,
        employeeType: person.employeeType,
        manager: link,
        isCriticalSystemObject: person.critical ? 'TRUE' : undefined,
      },
    },
    { forward, addable: !person.critical && !person.cn.includes('\n') },
  );
}

function groupEntry(plan: ForestPlan, index: number): Entry {
  const group = groupAt(plan, index);
  const members: string[] = [];
  const forward: (readonly ['member', string])[] = [];
  for (const ref of membersOf(plan, group)) {
    const dn = memberDn(plan, ref);
    members.push(dn);
    if ('group' in ref && ref.group >= index) forward.push(['member', dn]);
  }
  return entry(
    plan,
    ['CN', group.cn, `${units.groups},${plan.base}`],
    {
      classes: ['top', 'group'],
      category: 'Group',
      guid: group.guid,
      ordinal: FIRST_PERSON + plan.users + index,
      relativeId: rid(plan, 'group', index),
      fields: {
        sAMAccountName: group.account,
        groupType: group.groupType,
        displayName: group.displayName,
        description: group.description,
        mail: group.mail,
        proxyAddresses: group.proxies,
        member: members,
      },
    },
    { forward, addable: true },
  );
}

function memberDn(plan: ForestPlan, ref: MemberRef): string {
  if ('person' in ref) return personDn(plan, personAt(plan, ref.person));
  if ('group' in ref) return child('CN', groupAt(plan, ref.group).cn, `${units.groups},${plan.base}`);
  if ('contact' in ref) return contactAt(plan, ref.contact).dn;
  if ('computer' in ref) return computerAt(plan, ref.computer).dn;
  return ref.dn;
}

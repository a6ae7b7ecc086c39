// What stands in the directory beside people and their groups.

import { entry, fixedGuid } from './entry.ts';
import type { Entry, Value } from './entry.ts';
import { accountSid, rid, units } from './plan.ts';
import type { ForestPlan } from './plan.ts';
import { sidBytes } from './identifiers.ts';

const system = { forward: [], addable: false } as const;

export function* containers(plan: ForestPlan): Generator<Entry> {
  yield domainRoot(plan);
  for (const [ordinal, name] of ['Users', 'Builtin', 'Computers'].entries()) {
    yield entry(
      plan,
      ['CN', name, plan.base],
      {
        classes: ['top', name === 'Builtin' ? 'builtinDomain' : 'container'],
        category: name === 'Builtin' ? 'Builtin-Domain' : 'Container',
        guid: fixedGuid(plan, 'container', ordinal),
        ordinal: ordinal + 1,
        fields: { isCriticalSystemObject: 'TRUE' },
      },
      system,
    );
  }
  for (const [ordinal, unit] of Object.values(units).sort(byDepth).entries()) {
    const [first, ...above] = unit.split(',');
    yield entry(plan, ['OU', first!.slice(3), [...above, plan.base].join(',')], {
      classes: ['top', 'organizationalUnit'],
      category: 'Organizational-Unit',
      guid: fixedGuid(plan, 'unit', ordinal),
      ordinal: 10 + ordinal,
      fields: {},
    });
  }
}

function domainRoot(plan: ForestPlan): Entry {
  const name = plan.base.slice(3, plan.base.indexOf(','));
  const fields: [string, readonly Value[]][] = [
    ['objectClass', ['top', 'domain', 'domainDNS']],
    ['distinguishedName', [plan.base]],
    ['instanceType', [5]],
    ['name', [name]],
    ['dc', [name]],
    ['objectGUID', [fixedGuid(plan, 'domain')]],
    ['objectSid', [sidBytes(accountSid(plan, 0).slice(0, -1))]],
    ['objectCategory', [`CN=Domain-DNS,CN=Schema,CN=Configuration,${plan.base}`]],
    ['isCriticalSystemObject', ['TRUE']],
  ];
  return { dn: plan.base, attributes: fields, ...system };
}

function byDepth(left: string, right: string): number {
  return left.split(',').length - right.split(',').length;
}

const systemUsers = [
  { name: 'Administrator', relative: 500, control: 0x200 },
  { name: 'Guest', relative: 501, control: 0x222 },
  { name: 'krbtgt', relative: 502, control: 0x202 },
] as const;

const systemGroups = [
  { name: 'Domain Admins', relative: 512, members: ['Administrator'] },
  { name: 'Domain Users', relative: 513, members: [] },
  { name: 'Domain Guests', relative: 514, members: [] },
  { name: 'Domain Computers', relative: 515, members: [] },
  { name: 'Domain Controllers', relative: 516, members: [] },
  { name: 'Schema Admins', relative: 518, members: ['Administrator'] },
  { name: 'Enterprise Admins', relative: 519, members: ['Administrator'] },
  { name: 'Protected Users', relative: 525, members: [] },
] as const;

/** The accounts and groups that every domain is born with. */
export function* systemObjects(plan: ForestPlan): Generator<Entry> {
  const home = `CN=Users,${plan.base}`;
  for (const { name, relative, control } of systemUsers) {
    yield entry(
      plan,
      ['CN', name, home],
      {
        classes: ['top', 'person', 'organizationalPerson', 'user'],
        category: 'Person',
        guid: fixedGuid(plan, 'system', relative),
        ordinal: relative,
        relativeId: relative,
        fields: {
          sAMAccountName: name,
          userAccountControl: control,
          primaryGroupID: 513,
          isCriticalSystemObject: 'TRUE',
        },
      },
      system,
    );
  }
  for (const { name, relative, members } of systemGroups) {
    yield entry(
      plan,
      ['CN', name, home],
      {
        classes: ['top', 'group'],
        category: 'Group',
        guid: fixedGuid(plan, 'system', relative),
        ordinal: relative,
        relativeId: relative,
        fields: {
          sAMAccountName: name,
          groupType: -2147483646,
          member: members.map((member) => `CN=${member},${home}`),
          isCriticalSystemObject: 'TRUE',
        },
      },
      system,
    );
  }
}

export function contactAt(plan: ForestPlan, index: number): Entry {
  const name = `Partner ${String(index + 1).padStart(2, '0')} Zürich`;
  const mail = `partner${index + 1}@fabrikam.example`;
  return entry(plan, ['CN', name, `${units.contacts},${plan.base}`], {
    classes: ['top', 'person', 'organizationalPerson', 'contact'],
    category: 'Person',
    guid: fixedGuid(plan, 'contact', index),
    ordinal: 600 + index,
    fields: {
      displayName: name,
      givenName: 'Partner',
      sn: 'Zürich',
      mail,
      proxyAddresses: [`SMTP:${mail}`],
      company: 'Fabrikam',
    },
  });
}

const WORKSTATION_ACCOUNT = 0x1000;

export function computerAt(plan: ForestPlan, index: number): Entry {
  const name = `WS-${String(index + 1).padStart(4, '0')}`;
  return entry(plan, ['CN', name, `${units.computers},${plan.base}`], {
    classes: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
    category: 'Computer',
    guid: fixedGuid(plan, 'computer', index),
    ordinal: 700 + index,
    relativeId: rid(plan, 'computer', index),
    fields: {
      sAMAccountName: `${name}$`,
      userAccountControl: WORKSTATION_ACCOUNT,
      primaryGroupID: 515,
      dNSHostName: `${name.toLowerCase()}.corp.contoso.com`,
      operatingSystem: 'Windows 11 Enterprise',
    },
  });
}

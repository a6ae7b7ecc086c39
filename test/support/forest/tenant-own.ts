// What is in the tenant and in no forest: accounts, groups and devices made in the cloud.

import { ownerMark, ownerMarkProperty, userAnchor } from './expected.ts';
import { guidBytes, tenantId } from './identifiers.ts';
import type { ForestPlan } from './plan.ts';
import type { GraphObject } from './tenant-person.ts';

const CREATED = '2023-01-09T10:00:00Z';

const cloudOnly = [
  { name: 'Break Glass', upn: 'breakglass@contoso.onmicrosoft.com' },
  { name: 'Cloud Admin', upn: 'cloud.admin@contoso.onmicrosoft.com' },
  { name: 'Reception Oslo', upn: 'reception.oslo@contoso.com' },
  { name: 'Board Room Tablet', upn: 'boardroom@contoso.com' },
  { name: 'Zoë Cloud', upn: 'zoe.cloud@contoso.com' },
] as const;

const guests = [
  'ada_fabrikam.example',
  'linus_adatum.example',
  'mei_tailspin.example',
  'sven_fabrikam.example',
] as const;

type CloudOnlyUpn = (typeof cloudOnly)[number]['upn'];

export function cloudUserId(plan: ForestPlan, upn: CloudOnlyUpn): string {
  return tenantId(plan.seed, `cloud ${upn}`, 0);
}

export function guestId(plan: ForestPlan, nth: number): string {
  return tenantId(plan.seed, 'guest', nth);
}

export function* cloudUsers(plan: ForestPlan): Generator<GraphObject> {
  for (const { name, upn } of cloudOnly) {
    yield {
      '@odata.type': '#microsoft.graph.user',
      id: cloudUserId(plan, upn),
      accountEnabled: true,
      displayName: name,
      userPrincipalName: upn,
      mailNickname: upn.split('@')[0],
      userType: 'Member',
      createdDateTime: CREATED,
    };
  }
  for (const [nth, name] of guests.entries()) {
    yield {
      '@odata.type': '#microsoft.graph.user',
      id: guestId(plan, nth),
      accountEnabled: true,
      displayName: `Guest ${name.split('_')[0]!}`,
      userPrincipalName: `${name}#EXT#@contoso.onmicrosoft.com`,
      mail: name.replace('_', '@'),
      mailNickname: `${name}#EXT#`,
      userType: 'Guest',
      externalUserState: 'Accepted',
      createdDateTime: CREATED,
    };
  }
  yield departed(plan);
}

/** Somebody who left: gone from the forest, and in the tenant's recycle bin. A deleted user's UPN is prefixed with the id. */
function departed(plan: ForestPlan): GraphObject {
  const id = tenantId(plan.seed, 'departed', 0);
  const guid = guidBytes(plan.seed, 'departed', 0);
  return {
    '@odata.type': '#microsoft.graph.user',
    id,
    accountEnabled: false,
    displayName: 'Old Hand',
    userPrincipalName: `${id.replaceAll('-', '')}old.hand@contoso.com`,
    mailNickname: 'old.hand',
    userType: 'Member',
    createdDateTime: CREATED,
    deletedDateTime: '2026-11-12T06:00:00Z',
    onPremisesImmutableId: userAnchor(guid),
    [ownerMarkProperty]: ownerMark(guid, '2026-10-13'),
  };
}

export function* devicesAndContacts(plan: ForestPlan): Generator<GraphObject> {
  for (let nth = 0; nth < 3; nth++) {
    yield {
      '@odata.type': '#microsoft.graph.device',
      id: tenantId(plan.seed, 'device', nth),
      deviceId: tenantId(plan.seed, 'device id', nth),
      displayName: `LAPTOP-${nth + 1}`,
      accountEnabled: true,
      operatingSystem: 'Windows',
      operatingSystemVersion: '10.0.26100',
      trustType: 'AzureAd',
    };
  }
  for (let nth = 0; nth < 2; nth++) {
    yield {
      '@odata.type': '#microsoft.graph.orgContact',
      id: tenantId(plan.seed, 'contact', nth),
      displayName: `Supplier ${nth + 1}`,
      mail: `supplier${nth + 1}@adatum.example`,
      proxyAddresses: [`SMTP:supplier${nth + 1}@adatum.example`],
    };
  }
}

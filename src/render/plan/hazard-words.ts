import { hazardCounts } from '../../model/hazard.ts';
import type { Hazard, HazardFound } from '../../model/hazard.ts';
import { grouped } from '../words.ts';

/** What befalls how many: one, several. */
const WORDS: Readonly<Record<Hazard, readonly [one: string, several: string]>> = {
  DELETES_MAILBOX: ['account with licences deleted', 'accounts with licences deleted'],
  DELETES_USER: ['user deleted', 'users deleted'],
  DELETES_GROUP: ['group deleted', 'groups deleted'],
  LOSES_PRIVILEGE: ['person loses a directory role', 'people lose a directory role'],
  GRANTS_PRIVILEGE: ['person gets a directory role', 'people get a directory role'],
  TAKES_OVER_OBJECT: ['object taken over', 'objects taken over'],
  DISABLES_USER: ['account disabled', 'accounts disabled'],
  ENABLES_ACCOUNT: ['account enabled', 'accounts enabled'],
  LOSES_ACCESS: ['loss of access', 'losses of access'],
  LOSES_LICENCE: ['loss of a licence', 'losses of a licence'],
  UPN_CHANGE: ['sign-in name changed', 'sign-in names changed'],
  MAIL_CHANGE: ['mail address changed', 'mail addresses changed'],
  REMOVES_MEMBER: ['member removed', 'members removed'],
  CLEARS_ATTRIBUTE: ['object with cleared attributes', 'objects with cleared attributes'],
  GRANTS_ACCESS: ['gain of access', 'gains of access'],
};

/** `12 accounts disabled, 3 sign-in names changed`, gravest first; empty where there is none. */
export function hazardsText(found: readonly HazardFound[]): string {
  return [...hazardCounts(found)]
    .map(([hazard, number]) => `${grouped(number)} ${WORDS[hazard][number === 1 ? 0 : 1]}`)
    .join(', ');
}

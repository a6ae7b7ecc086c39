import type { ChangeCause } from '../model/cause.ts';
import { hazardCounts } from '../model/hazard.ts';
import type { Hazard, HazardFound } from '../model/hazard.ts';
import { grouped } from './words.ts';

/** One entry per hazard there is: what a change does, and what befalls one, and several. */
const HAZARDS: Readonly<Record<Hazard, readonly [does: string, one: string, several: string]>> = {
  DELETES_MAILBOX: ['deletes a mailbox', 'account with licences deleted', 'accounts with licences deleted'],
  DELETES_USER: ['deletes a user', 'user deleted', 'users deleted'],
  DELETES_GROUP: ['deletes a group', 'group deleted', 'groups deleted'],
  LOSES_PRIVILEGE: ['loses a directory role', 'person loses a directory role', 'people lose a directory role'],
  GRANTS_PRIVILEGE: ['gains a directory role', 'person gets a directory role', 'people get a directory role'],
  TAKES_OVER_OBJECT: ['takes over an object of the tenant', 'object taken over', 'objects taken over'],
  DISABLES_USER: ['disables a user', 'account disabled', 'accounts disabled'],
  ENABLES_ACCOUNT: ['enables an account', 'account enabled', 'accounts enabled'],
  LOSES_ACCESS: ['loses access', 'loss of access', 'losses of access'],
  LOSES_LICENCE: ['loses a licence', 'loss of a licence', 'losses of a licence'],
  UPN_CHANGE: ['signs in with another name', 'sign-in name changed', 'sign-in names changed'],
  MAIL_CHANGE: ['has another mail address', 'mail address changed', 'mail addresses changed'],
  REMOVES_MEMBER: ['is removed from a group', 'member removed', 'members removed'],
  CLEARS_ATTRIBUTE: [
    'loses the value of an attribute',
    'object with cleared attributes',
    'objects with cleared attributes',
  ],
  GRANTS_ACCESS: ['gains access', 'gain of access', 'gains of access'],
};

/** What a change does that brings the hazard: `disables a user`. */
export function hazardText(hazard: Hazard): string {
  return HAZARDS[hazard][0];
}

/** `12 accounts disabled`. */
export function befallsText(hazard: Hazard, number: number): string {
  return `${grouped(number)} ${HAZARDS[hazard][number === 1 ? 1 : 2]}`;
}

/** `12 accounts disabled, 3 sign-in names changed`, gravest first; empty where there is none. */
export function hazardsText(found: readonly HazardFound[]): string {
  return [...hazardCounts(found)].map(([hazard, number]) => befallsText(hazard, number)).join(', ');
}

/** What made a change come up, for people. */
export const causeWords: Readonly<Record<ChangeCause, string>> = {
  rule: 'rules',
  source: 'directory data',
  drift: 'drift in the tenant',
  unknown: 'not known',
};

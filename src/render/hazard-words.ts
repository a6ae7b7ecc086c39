import type { ChangeCause } from '../model/cause.ts';
import type { Hazard } from '../model/hazard.ts';

/** What a hazard does, for people. One entry per hazard there is. */
export const hazardWords: Readonly<Record<Hazard, string>> = {
  DELETES_MAILBOX: 'deletes a mailbox',
  DELETES_USER: 'deletes a user',
  DELETES_GROUP: 'deletes a group',
  LOSES_PRIVILEGE: 'loses a directory role',
  GRANTS_PRIVILEGE: 'gains a directory role',
  TAKES_OVER_OBJECT: 'takes over an object of the tenant',
  DISABLES_USER: 'disables a user',
  ENABLES_ACCOUNT: 'enables an account',
  LOSES_ACCESS: 'loses access',
  LOSES_LICENCE: 'loses a licence',
  UPN_CHANGE: 'signs in with another name',
  MAIL_CHANGE: 'has another mail address',
  REMOVES_MEMBER: 'is removed from a group',
  CLEARS_ATTRIBUTE: 'loses the value of an attribute',
  GRANTS_ACCESS: 'gains access',
};

/** What made a change come up, for people. */
export const causeWords: Readonly<Record<ChangeCause, string>> = {
  rule: 'rules',
  source: 'directory data',
  drift: 'drift in the tenant',
  unknown: 'not known',
};

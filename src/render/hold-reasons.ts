import type { Held, HoldReason } from '../model/plan.ts';

export interface HoldText {
  /** A few words, for counts: "3 held (…)". */
  readonly title: string;
  /** Why it is left alone, and what would change that. */
  readonly explain: string;
}

/** The details of a hold with the name that Microsoft has for it, where there is one. */
export function holdDetail({ detail, microsoftError }: Pick<Held, 'detail' | 'microsoftError'>): string {
  if (microsoftError === undefined) return detail;
  return detail === '' ? microsoftError : `${detail} (${microsoftError})`;
}

/** Why an object is left alone. One entry per reason there is. */
export const holdReasons: Readonly<Record<HoldReason, HoldText>> = {
  masteredElsewhere: {
    title: 'mastered elsewhere',
    explain:
      'Entra Connect or Cloud Sync writes these objects and Graph may not. They follow once their source of authority is moved to the cloud.',
  },
  formerlySynced: {
    title: 'formerly synced',
    explain:
      'Another sync engine wrote these objects and no longer does, but they were not converted to cloud objects. Convert them first.',
  },
  candidate: {
    title: 'candidate for adoption',
    explain:
      'Objects of the tenant that nobody owns may be these. None is touched until a reviewed pair says which is which: see lockstep adopt.',
  },
  foreignMark: {
    title: 'owned by another workspace',
    explain: 'The owner mark names another workspace. Two workspaces never write the same object.',
  },
  duplicateMark: {
    title: 'two objects with one mark',
    explain:
      'More than one object of the tenant carries the mark of the same source object. Remove the mark from the wrong one.',
  },
  markDisagrees: {
    title: 'mark and anchor disagree',
    explain:
      'The owner mark names one source object and the anchor another. Find out which is right, and correct the other.',
  },
  markUnreadable: {
    title: 'mark cannot be read',
    explain: 'The owner mark was written by an unknown version, or by hand. It proves nothing.',
  },
  guest: {
    title: 'guest',
    explain: 'Guests belong to their home organisation.',
  },
  privileged: {
    title: 'holds a directory role',
    explain: 'People who hold or may activate a directory role, and groups that carry one, are changed by hand.',
  },
  grantsAccess: {
    title: 'grants access',
    explain:
      'This group grants an application or licences. Deleting it would take them from all its members; do it by hand.',
  },
  protected: {
    title: 'protected by the policy',
    explain: 'The Policy lists this object under protect.',
  },
  roleAssignable: {
    title: 'role-assignable group',
    explain: 'Membership of such a group may give a directory role. It is changed by hand.',
  },
  dynamicMembership: {
    title: 'dynamic group',
    explain: 'Entra ID computes the members of a dynamic group; nobody else can set them.',
  },
  managementRestricted: {
    title: 'in a restricted administrative unit',
    explain: 'Only administrators of that unit can change the object.',
  },
  mailEnabled: {
    title: 'mail-enabled group',
    explain: 'Graph cannot write mail-enabled security groups and distribution lists; Exchange Online masters them.',
  },
  twinSid: {
    title: 'another object has its SID',
    explain:
      'An object of the tenant carries the same on-premises security identifier: it is most likely the same person. Decide which one stays.',
  },
  softDeleted: {
    title: 'a deleted object is in the way',
    explain:
      'A soft-deleted object holds the anchor or the mark. Restore it with a reviewed pair, or delete it for good.',
  },
  pairDoesNotFit: {
    title: 'pair does not fit',
    explain: 'A reviewed pair says something that is not the case, or no longer. Correct it, or remove it.',
  },
  consentNeeded: {
    title: 'needs named consent',
    explain:
      'Who takes over a privileged account takes over its privileges. The pair has to name what the object holds, under consent.',
  },
  addsOnly: {
    title: 'adopted group only gains members at first',
    explain: 'The plan that adopts a group removes nobody from it. The next plan does, within its limits.',
  },
  changedAnchor: {
    title: 'anchor changed',
    explain:
      'The source object has another anchor than before. Correct it at its source, or re-anchor it with a reviewed pair that names both.',
  },
  nameTaken: {
    title: 'name is taken',
    explain: 'Another object of the tenant has the name that must be unique.',
  },
  unverifiedDomain: {
    title: 'domain is not verified',
    explain:
      'The domain of the sign-in name is not a verified domain of the tenant. Verify it, or map it to one in a rule.',
  },
  notFederated: {
    title: 'domain is not federated',
    explain: 'New users are to sign in through federation and their domain is not federated.',
  },
  federatedDomainChange: {
    title: 'between federated domains',
    explain:
      'A sign-in name would move from one federated domain to another, which trust different services. Move it to a managed domain first, such as the initial one.',
  },
  invalidValue: {
    title: 'value the tenant would refuse',
    explain: 'A value is too long, empty where it may not be, or has characters that the tenant refuses.',
  },
  liveSync: {
    title: 'another sync is switched on',
    explain: 'Entra Connect or Cloud Sync is switched on for this tenant, so that new objects could appear twice.',
  },
  evaluationFailed: {
    title: 'a rule failed',
    explain:
      'An expression failed for this object. It is left as it is until the rule or the source value is corrected.',
  },
  duplicateInSource: {
    title: 'twice in the source',
    explain: 'Several source objects want to be the same object of the tenant.',
  },
  unresolvedReference: {
    title: 'reference not resolved',
    explain: 'A manager or member is filtered out, failed or cannot be seen. What the tenant has stays.',
  },
  cannotClear: {
    title: 'cannot be cleared',
    explain: 'The tenant does not let this attribute become empty.',
  },
  extensionUnusable: {
    title: 'directory extension is not as declared',
    explain:
      'The tenant defines the extension with another type or for other objects, or has no such application. A definition cannot be edited: correct directoryExtensions in the Topology.',
  },
  dependsOnHeld: {
    title: 'depends on a held object',
    explain: 'It refers to an object that is itself held.',
  },
  blockedByGuard: {
    title: 'blocked by a guard',
    explain:
      'The rest of the plan goes on without it, as the Policy says: urgent disables during a freeze, or whenBlocked: applyRest. It goes once the guard lets it pass.',
  },
};

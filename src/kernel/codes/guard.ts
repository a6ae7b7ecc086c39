import { table } from './entry.ts';

const raise = 'Find out why. Raise the limit in the Policy only when the change is intended.';

/** Guards (SAFE…): they stop a whole plan before its first write. */
export const guardCodes = table({
  SAFE001: {
    severity: 'error',
    summary: 'More objects would be deleted than the policy allows',
    why: 'A mistake in a rule or a filter often shows first as a mass deletion.',
    fix: raise,
    exit: 4,
  },
  SAFE002: {
    severity: 'error',
    summary: 'More people would be disabled than the policy allows',
    why: 'A disabled account locks a person out of their work.',
    fix: raise,
    exit: 4,
  },
  SAFE003: {
    severity: 'error',
    summary: 'A group would lose more members than the policy allows',
    why: 'Members of a group lose what the group grants.',
    fix: raise,
    exit: 4,
  },
  SAFE004: {
    severity: 'error',
    summary: 'An attribute would be cleared on more objects than the policy allows',
    why: 'An attribute that empties on many objects at once usually vanished from the source, not from the people.',
    fix: raise,
    exit: 4,
  },
  SAFE005: {
    severity: 'error',
    summary: 'More people would get another user principal name than the policy allows',
    why: 'A new user principal name changes how a person signs in.',
    fix: raise,
    exit: 4,
  },
  SAFE006: {
    severity: 'error',
    summary: 'A source is empty',
    why: 'A source without objects is a failed read, a wrong path or a lost permission, not an empty company.',
    fix: 'Check the connector: its path, its partitions and the rights of its account.',
    exit: 4,
  },
  SAFE007: {
    severity: 'error',
    summary: 'A source shrank more than the policy allows',
    why: 'Objects that the tenant still holds with our mark are no longer in sight: more likely cut off than gone.',
    fix: 'Check that the source was read whole. Raise source.maximumShrinkPercent only when the people really left.',
    exit: 4,
  },
  SAFE008: {
    severity: 'error',
    summary: 'An attribute vanished from a source',
    why: 'An attribute that is gone from most objects is a lost permission or a broken feed.',
    fix: 'Check the rights of the account on this attribute. Raise source.maximumAttributeLossPercent only when it is intended.',
    exit: 4,
  },
  SAFE009: {
    severity: 'error',
    summary: 'The owner mark is not defined although objects hold our anchors',
    why: 'The extension property was deleted, or the topology names another application: who owns what cannot be told.',
    fix: 'Name the application that defined the mark in ownerMark.applicationId, or restore its extension property. Before a first adoption: name every one of these objects in a reviewed pair.',
    exit: 4,
  },
  SAFE010: {
    severity: 'error',
    summary: 'More objects would be created or updated than the policy allows',
    why: 'The policy sets a limit for this operation.',
    fix: raise,
    exit: 4,
  },
  SAFE011: {
    severity: 'error',
    summary: 'More accounts would be enabled than the policy allows',
    why: 'Accounts that were disabled for a reason would let their owners in again.',
    fix: raise,
    exit: 4,
  },
  SAFE012: {
    severity: 'error',
    summary: 'The rules fail for more objects than the policy allows',
    why: 'Many failures at once are a broken rule or a broken feed, and the rest of the plan leans on what is missing.',
    fix: 'Find the failures among the held objects and mend the rule or the data. Raise evaluation.maximumFailedPercent only when they are known and harmless.',
    exit: 4,
  },
  SAFE013: {
    severity: 'error',
    summary: 'More objects would be adopted, restored or re-anchored than the policy allows',
    why: 'Whoever is taken for somebody else loses their account to them: a long list is seldom read to its end.',
    fix: 'Adopt in parts that can be read. Raise the limit of the operation adopt in the Policy for a reviewed cut-over.',
    exit: 4,
  },
  SAFE020: {
    severity: 'warning',
    summary: 'A name that rules use has changed',
    why: 'It was followed by its pin; people who read the rules see the old name.',
    fix: 'Write the new name where the old one stands, and run lockstep resolve.',
    exit: 4,
  },
  SAFE021: {
    severity: 'error',
    summary: 'A container that a filter includes is gone',
    why: 'Everybody who was in it would leave the tenant, though nobody may have left.',
    fix: 'Find out what became of it. Name another one in the filter, or remove it there, and run lockstep resolve.',
    exit: 4,
  },
  SAFE022: {
    severity: 'warning',
    summary: 'A container or group that rules name is gone',
    why: 'What is excluded, or who is a member, can no longer be told by it.',
    fix: 'Name another one, or remove it from the rules, and run lockstep resolve.',
    exit: 4,
  },
});

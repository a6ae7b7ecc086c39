import type { PropertyRow } from './property.ts';

const extensionAttributes = Array.from({ length: 15 }, (_, index): PropertyRow => ({
  name: `extensionAttribute${index + 1}`,
  type: 'string',
  maxLength: 1024,
}));

/** The parts of the complex properties that an application may write. */
export const complexTypes: ReadonlyMap<string, readonly PropertyRow[]> = new Map<string, readonly PropertyRow[]>([
  ['onPremisesExtensionAttributes', extensionAttributes],
  [
    'employeeOrgData',
    [
      { name: 'division', type: 'string' },
      { name: 'costCenter', type: 'string' },
    ],
  ],
  [
    'passwordProfile',
    [
      { name: 'password', type: 'string' },
      { name: 'forceChangePasswordNextSignIn', type: 'boolean' },
      { name: 'forceChangePasswordNextSignInWithMfa', type: 'boolean' },
    ],
  ],
  ['authorizationInfo', [{ name: 'certificateUserIds', type: 'strings' }]],
]);

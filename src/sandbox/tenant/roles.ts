/** A built-in directory role. https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
export interface BuiltInRole {
  readonly templateId: string;
  readonly displayName: string;
}

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
export const privilegedAuthenticationAdministrator = '7be44c8a-adaf-4e2a-84d6-ab2649e08a13';
export const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

/** The roles that a tenant knows from the start. */
export const builtInRoles: readonly BuiltInRole[] = [
  { templateId: globalAdministrator, displayName: 'Global Administrator' },
  { templateId: privilegedAuthenticationAdministrator, displayName: 'Privileged Authentication Administrator' },
  { templateId: userAdministrator, displayName: 'User Administrator' },
  { templateId: 'e8611ab8-c189-46e8-94e1-60213ab1f814', displayName: 'Privileged Role Administrator' },
  { templateId: '194ae4cb-b126-40b2-bd5b-6091b380977d', displayName: 'Security Administrator' },
  { templateId: '5d6b6bb7-de71-4623-b4af-96380a352509', displayName: 'Security Reader' },
  { templateId: '29232cdf-9323-42fd-ade2-1d097af3e4de', displayName: 'Exchange Administrator' },
  { templateId: 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c', displayName: 'SharePoint Administrator' },
  { templateId: '69091246-20e8-4a56-aa4d-066075b2a7a8', displayName: 'Teams Administrator' },
  { templateId: '729827e3-9c14-49f7-bb1b-9608f156bbb8', displayName: 'Helpdesk Administrator' },
  { templateId: '966707d0-3269-4727-9be2-8c3a10f19b9d', displayName: 'Password Administrator' },
  { templateId: 'c4e39bd9-1100-46d3-8c65-fb160da0071f', displayName: 'Authentication Administrator' },
  { templateId: 'b0f54661-2d74-4c50-afa3-1ec803f12efe', displayName: 'Billing Administrator' },
  { templateId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', displayName: 'Global Reader' },
  { templateId: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', displayName: 'Groups Administrator' },
  { templateId: '4d6ac14f-3453-41d0-bef9-a3e0c569773a', displayName: 'License Administrator' },
  { templateId: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', displayName: 'Application Administrator' },
  { templateId: '158c047a-c907-4556-b7ef-446551a6b5f7', displayName: 'Cloud Application Administrator' },
  { templateId: '7698a772-787b-4ac8-901f-60d6b08affd2', displayName: 'Cloud Device Administrator' },
  { templateId: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', displayName: 'Conditional Access Administrator' },
  { templateId: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', displayName: 'Hybrid Identity Administrator' },
  { templateId: '3a2c62db-5318-420d-8d74-23affee5d9d5', displayName: 'Intune Administrator' },
  { templateId: '17315797-102d-40b4-93e0-432062caca18', displayName: 'Compliance Administrator' },
  { templateId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', displayName: 'Directory Readers' },
  { templateId: '9360feb5-f418-4baa-8175-e2a00bac4301', displayName: 'Directory Writers' },
  { templateId: 'd29b2b05-8046-44ba-8758-1e26182fcf32', displayName: 'Directory Synchronization Accounts' },
  { templateId: '95e79109-95c0-4d8e-aee3-d01accf2d47b', displayName: 'Guest Inviter' },
  { templateId: '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', displayName: 'Message Center Reader' },
  { templateId: '4a5d8f65-41da-4de4-8968-e035b65339cf', displayName: 'Reports Reader' },
  { templateId: 'f023fd81-a637-4b56-95fd-791ac0226033', displayName: 'Service Support Administrator' },
];

/**
 * The roles whose holders a User Administrator may act on.
 * https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions
 */
export const weakRoles: ReadonlySet<string> = new Set([
  userAdministrator,
  '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  '966707d0-3269-4727-9be2-8c3a10f19b9d',
  'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b',
  '4a5d8f65-41da-4de4-8968-e035b65339cf',
  'f023fd81-a637-4b56-95fd-791ac0226033',
]);

/**
 * What Entra Connect Sync or Entra ID would have called a refusal, had it come to a synchronization
 * (learn.microsoft.com: "Understanding errors during Microsoft Entra synchronization").
 */
export type MicrosoftError =
  | 'Ambiguous'
  | 'AttributeValueMustBeUnique'
  | 'DataValidationFailed'
  | 'DeletingCloudOnlyObjectNotAllowed'
  | 'DomainNotVerified'
  | 'ExceededAllowedLength'
  | 'ExistingAdminRoleConflict'
  | 'FederatedDomainChangeError'
  | 'IdentityDataValidationFailed'
  | 'InvalidHardMatch'
  | 'InvalidSoftMatch'
  | 'LargeObject'
  | 'MultipleJoinRules'
  | 'ObjectTypeMismatch'
  | 'SourceAnchor attribute has changed';

/** How one attribute of Active Directory is held: `string*` means several values. */
export type AttributeKind =
  | 'string'
  | 'string*'
  | 'caseExact'
  | 'caseExact*'
  | 'integer'
  | 'boolean'
  | 'binary'
  | 'binary*'
  | 'reference'
  | 'reference*'
  | 'time';

/** Names in the spelling of the server's schema (MS-ADA1 to MS-ADA3, and the Exchange and Skype extensions). */
export type AttributeSet = Readonly<Partial<Record<AttributeKind, string>>>;

/** What every object has, or may have through `top`. */
export const ofEveryObject: AttributeSet = {
  string: `dn distinguishedName cn name canonicalName displayName displayNamePrintable adminDescription adminDisplayName info
    wWWHomePage msDS-PrincipalName sAMAccountName mail mailNickname`,
  'string*': 'objectClass description extensionName proxyAddresses url',
  integer: `instanceType systemFlags uSNChanged uSNCreated garbageCollPeriod sAMAccountType adminCount
    primaryGroupToken`,
  boolean: 'isCriticalSystemObject isDeleted showInAdvancedViewOnly',
  binary: 'objectGUID parentGUID objectSid nTSecurityDescriptor mS-DS-ConsistencyGuid msDS-CloudAnchor',
  'binary*': 'sIDHistory',
  reference: 'objectCategory manager managedBy msDS-parentdistname lastKnownParent',
  'reference*': 'memberOf directReports seeAlso',
  time: 'whenCreated whenChanged createTimeStamp modifyTimeStamp',
};

/** The recipient attributes that Exchange adds to people and groups alike. */
export const ofRecipient: AttributeSet = {
  string: `targetAddress telephoneNumber legacyExchangeDN homeDirectory l msExchLitigationHoldOwner
    textEncodedORAddress msDS-PhoneticDisplayName
    msDS-ExternalDirectoryObjectId msExchAssistantName msExchHomeServerName msExchImmutableId
    msExchRecipientLimits msExchResourceDisplay msExchRetentionComment msExchRetentionURL msExchUsageLocation
    extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5
    extensionAttribute6 extensionAttribute7 extensionAttribute8 extensionAttribute9 extensionAttribute10
    extensionAttribute11 extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15
    msDS-cloudExtensionAttribute1 msDS-cloudExtensionAttribute2 msDS-cloudExtensionAttribute3
    msDS-cloudExtensionAttribute4 msDS-cloudExtensionAttribute5 msDS-cloudExtensionAttribute6
    msDS-cloudExtensionAttribute7 msDS-cloudExtensionAttribute8 msDS-cloudExtensionAttribute9
    msDS-cloudExtensionAttribute10 msDS-cloudExtensionAttribute11 msDS-cloudExtensionAttribute12
    msDS-cloudExtensionAttribute13 msDS-cloudExtensionAttribute14 msDS-cloudExtensionAttribute15
    msDS-cloudExtensionAttribute16 msDS-cloudExtensionAttribute17 msDS-cloudExtensionAttribute18
    msDS-cloudExtensionAttribute19 msDS-cloudExtensionAttribute20`,
  'string*': `uid altSecurityIdentities msExchArchiveName protocolSettings msExchExtensionCustomAttribute1 msExchExtensionCustomAttribute2
    msExchExtensionCustomAttribute3 msExchExtensionCustomAttribute4 msExchExtensionCustomAttribute5
    msExchCapabilityIdentifiers msExchPoliciesExcluded msExchPoliciesIncluded msExchResourceMetaData
    msExchResourceSearchProperties msExchSenderHintTranslations msExchShadowProxyAddresses msExchUCVoiceMailSettings
    msExchUserHoldPolicies`,
  caseExact: 'gecos loginShell unixHomeDirectory',
  integer: `delivContLength dLMemDefault gidNumber uidNumber mDBOverHardQuotaLimit mDBOverQuotaLimit mDBStorageQuota
    msExchELCMailboxFlags msExchModerationFlags msExchOmaAdminWirelessEnable msExchRecipientDisplayType
    msExchRecipientTypeDetails msExchRemoteRecipientType msExchResourceCapacity msExchVersion submissionContLength`,
  boolean: `autoReply deliverAndRedirect mDBUseDefaults msExchEnableModeration msExchHideFromAddressLists
    msExchMailboxAuditEnable msExchRequireAuthToSendTo`,
  binary: `msExchArchiveGUID msExchBlockedSendersHash msExchMailboxGuid msExchMasterAccountSid
    msExchSafeRecipientsHash msExchSafeSendersHash`,
  'binary*': 'userCertificate userSMIMECertificate',
  reference: 'altRecipient assistant homeMDB msExchAddressBookPolicyLink',
  'reference*': `authOrig unauthOrig dLMemRejectPerms dLMemSubmitPerms publicDelegates secretary showInAddressBook
    msExchBypassModerationFromDLMembersBL msExchBypassModerationFromDLMembersLink msExchBypassModerationLink
    msExchCoManagedByLink msExchDelegateListLink msExchModeratedByLink`,
  time: `expirationTime msExchELCExpirySuspensionEnd msExchELCExpirySuspensionStart msExchLitigationHoldDate
    msExchWhenMailboxCreated`,
};

/** People, whether they can sign in or not. */
export const ofPerson: AttributeSet = {
  string: `c co comment company department division employeeID employeeNumber employeeType facsimileTelephoneNumber
    generationQualifier givenName homePhone homePostalAddress initials ipPhone middleName mobile
    msDS-PhoneticCompanyName msDS-PhoneticDepartment msDS-PhoneticFirstName msDS-PhoneticLastName msExchUserCulture
    msRTCSIP-DeploymentLocator msRTCSIP-Line msRTCSIP-OwnerUrn msRTCSIP-PrimaryUserAddress pager personalPager
    personalTitle physicalDeliveryOfficeName postalCode preferredLanguage primaryInternationalISDNNumber
    primaryTelexNumber sn st street streetAddress telephoneAssistant title`,
  'string*': `houseIdentifier internationalISDNNumber msDS-AllowedToDelegateTo o otherFacsimileTelephoneNumber
    otherHomePhone otherIpPhone otherMobile otherPager otherTelephone ou postalAddress postOfficeBox departmentNumber
    carLicense roomNumber`,
  integer: `countryCode msDS-HABSeniorityIndex msRTCSIP-ApplicationOptions msRTCSIP-OptionFlags`,
  boolean: 'msRTCSIP-UserEnabled',
  binary: 'msRTCSIP-OriginatorSid thumbnailPhoto',
  'binary*': 'jpegPhoto photo registeredAddress telexNumber',
};

/** What can sign in: people with an account, and computers. */
export const ofAccount: AttributeSet = {
  string: 'homeDrive profilePath scriptPath userParameters userPrincipalName userWorkstations',
  'string*': 'networkAddress servicePrincipalName',
  // FILETIME values (100 ns since 1601) stay integers: accountExpires 2^63-1 means never.
  integer: `accountExpires badPasswordTime badPwdCount lastLogon lastLogonTimestamp lockoutTime logonCount
    msDS-User-Account-Control-Computed msDS-UserPasswordExpiryTimeComputed primaryGroupID pwdLastSet
    userAccountControl`,
  boolean: 'msDS-UserAccountDisabled',
  binary: 'logonHours mS-DS-CreatorSID',
  'binary*': 'tokenGroups userPKCS12',
  // DN-Binary (2.5.5.7): B:length:hexadecimal:DN, kept as the server writes it.
  'caseExact*': 'msDS-KeyCredentialLink',
};

export const ofGroup: AttributeSet = {
  string: 'notes',
  integer: 'groupType msExchGroupDepartRestriction msExchGroupJoinRestriction msExchGroupMemberCount',
  boolean: 'hideDLMembership oOFReplyToOriginator reportToOriginator reportToOwner',
  binary: 'msDS-AzObjectGuid',
  'reference*': 'member',
};

export const ofComputer: AttributeSet = {
  string: 'dNSHostName location operatingSystem operatingSystemServicePack operatingSystemVersion',
  boolean: 'msDS-isGC',
};

export const ofDevice: AttributeSet = {
  string: 'msDS-DeviceOSType msDS-DeviceOSVersion',
  'string*': 'msDS-DevicePhysicalIDs',
  integer: 'msDS-ApproximateLastLogonTimeStamp msDS-DeviceObjectVersion',
  boolean: 'msDS-CloudIsManaged msDS-IsCompliant msDS-IsEnabled msDS-IsManaged',
  binary: 'msDS-ComputerSID msDS-DeviceID',
  reference: 'msDS-DeviceLocation msDS-RegisteredOwner',
  'reference*': 'msDS-RegisteredUsers',
};

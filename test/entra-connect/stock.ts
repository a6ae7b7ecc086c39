import type { MadeFlow, MadeRule } from './export.ts';

/** The rules of a server that nobody changed (learn.microsoft.com: "Understanding the default configuration"). */

type Clause = readonly [attribute: string, operator: string, value: string];

const NOT_CRITICAL: Clause = ['isCriticalSystemObject', 'NOTEQUAL', 'TRUE'];
const NO_USER: Clause = ['adminDescription', 'NOTSTARTSWITH', 'User_'];
const NO_GROUP: Clause = ['adminDescription', 'NOTSTARTSWITH', 'Group_'];
const ENABLED: Clause = ['userAccountControl', 'ISBITNOTSET', '2'];
const WITH_NICKNAME: Clause = ['mailNickname', 'ISNOTNULL', ''];
const HERE: Clause = ['cloudMastered', 'NOTEQUAL', 'True'];
const CARRIED: Clause = ['cloudFiltered', 'NOTEQUAL', 'True'];
const WITH_ANCHOR: Clause = ['sourceAnchor', 'ISNOTNULL', ''];
const USER: Clause = ['sourceObjectType', 'EQUAL', 'User'];
const CONTACT: Clause = ['sourceObjectType', 'EQUAL', 'Contact'];
const SECURITY: Clause = ['securityEnabled', 'EQUAL', 'True'];
const MAIL: Clause = ['mailEnabled', 'EQUAL', 'True'];
const KNOWN: Clause = ['cloudAnchor', 'ISNOTNULL', ''];
const SMALL: Clause = ['memberCount', 'LESSTHAN', '50000'];

const ANCHOR = [[['sourceAnchor', 'sourceAnchor']]] as const;
const SIDS = [
  [['objectSid', 'objectSid']],
  [['msExchMasterAccountSid', 'objectSid']],
  [['objectSid', 'msExchMasterAccountSid']],
  [['msRTCSIP-OriginatorSid', 'objectSid']],
  [['objectSid', 'msRTCSIP-OriginatorSid']],
] as const;

const trimmed = (...names: readonly string[]): readonly MadeFlow[] =>
  names.map((name) => ({ dest: name, attr: name, expression: `Trim([${name}])` }));
const direct = (...names: readonly string[]): readonly MadeFlow[] => names.map((name) => ({ dest: name, attr: name }));

const NAMES = ['c', 'co', 'company', 'department', 'givenName', 'l', 'mail', 'sn', 'st', 'streetAddress', 'title'];
const DISPLAY: MadeFlow = {
  dest: 'displayName',
  expression: 'IIF(IsNullOrEmpty([displayName]),Trim([cn]),Trim([displayName]))',
};
const FILTERED: MadeFlow = { dest: 'cloudFiltered', expression: 'IIF(IsPresent([isCriticalSystemObject]),True,NULL)' };
const UPN: MadeFlow = {
  dest: 'userPrincipalName',
  expression:
    'IIF(IsPresent([userPrincipalName]),[userPrincipalName], IIF(IsPresent([sAMAccountName]),([sAMAccountName]&"@"&%Domain.FQDN%),Error("AccountName is not present")))',
};
const ANCHOR_OF_USER: MadeFlow = {
  dest: 'sourceAnchor',
  expression: 'IIF([msExchRecipientTypeDetails]=2,NULL,ConvertToBase64([objectGUID]))',
};
const TYPE_OF_USER: MadeFlow = {
  dest: 'sourceObjectType',
  expression: 'IIF([msExchRecipientTypeDetails]=2,NULL,"User")',
};
const COMMON = [...trimmed(...NAMES, 'extensionAttribute10'), DISPLAY, TYPE_OF_USER];

const ACCOUNT: readonly MadeFlow[] = [
  { dest: 'accountEnabled', constant: 'True' },
  { dest: 'objectSid', attr: 'objectSid' },
  UPN,
  ANCHOR_OF_USER,
];

type Row = readonly [name: string, from: string, to: string, more?: Parts];

type Parts = Pick<MadeRule, 'link' | 'scope' | 'join' | 'flows'>;

const TWINS = ['user', 'inetOrgPerson'] as const;

function ofPeople(part: string, more: (own: readonly Clause[]) => Parts): readonly Row[] {
  return TWINS.map((type): Row => {
    const named = type === 'user' ? 'User' : 'InetOrgPerson';
    return [`In from AD - ${named} ${part}`, type, 'person', more(type === 'user' ? [NO_USER] : [])];
  });
}

const WORKLOADS = ['ExchangeOnline', 'DynamicsCRM', 'Intune', 'LyncOnline', 'SharePointOnline', 'AzureRMS'];

const ROWS: readonly Row[] = [
  ...ofPeople('Join', (own) => ({ link: 'Provision', scope: [[NOT_CRITICAL, ...own]], join: SIDS, flows: [FILTERED] })),
  ...ofPeople('AccountEnabled', () => ({ scope: [[ENABLED]], flows: ACCOUNT })),
  ...ofPeople('Common from Exchange', (own) => ({ scope: [[WITH_NICKNAME, ...own]], flows: COMMON })),
  ...ofPeople('Common', (own) => ({
    scope: own.length === 0 ? [] : [own],
    flows: [...COMMON, ANCHOR_OF_USER, UPN, ...direct('objectSid')],
  })),
  ...ofPeople('Exchange', () => ({ scope: [[WITH_NICKNAME]], flows: direct('msExchRecipientTypeDetails') })),
  ...ofPeople('Lync', () => ({ flows: [] })),
  [
    'In from AD - Group Join',
    'group',
    'group',
    {
      link: 'Provision',
      scope: [[NOT_CRITICAL, NO_GROUP]],
      join: [[['objectGUID', 'sourceAnchorBinary']]],
      flows: [FILTERED],
    },
  ],
  ['In from AD - Group Exchange', 'group', 'group', { scope: [[NOT_CRITICAL, NO_GROUP]] }],
  [
    'In from AD - Group Common',
    'group',
    'group',
    { scope: [[NOT_CRITICAL, NO_GROUP]], flows: [...trimmed('cn', 'description', 'mail'), ...direct('member')] },
  ],
  ['In from AD - Contact Join', 'contact', 'person', { link: 'Provision', join: [[['mail', 'mail']]] }],
  ['In from AD - Contact Common', 'contact', 'person', { flows: trimmed('mail', 'givenName', 'sn') }],
  ['In from AD - Contact Lync', 'contact', 'person'],
  [
    'In from AD - ForeignSecurityPrincipal Join User',
    'foreignSecurityPrincipal',
    '*',
    { join: [[['cn', 'objectSidString']]] },
  ],
  ['In from AAD - User Join', 'user', 'person', { scope: [[['cloudMastered', 'EQUAL', 'False']]], join: ANCHOR }],
  ['In from AAD - Contact Join', 'contact', 'person', { join: ANCHOR }],
  ['In from AAD - Group Join', 'group', 'group', { scope: [[HERE]], join: ANCHOR }],
  [
    'Out to AAD - User Join',
    'person',
    'user',
    {
      link: 'Provision',
      scope: [[USER, HERE, CARRIED, WITH_ANCHOR, ['accountEnabled', 'ISNOTNULL', '']]],
      join: ANCHOR,
      flows: direct('accountEnabled', 'sourceAnchor'),
    },
  ],
  [
    'Out to AAD - User Identity',
    'person',
    'user',
    { scope: [[USER, HERE]], flows: direct('displayName', 'givenName', 'userPrincipalName') },
  ],
  ...[...WORKLOADS, 'OfficeProPlus'].map((name): Row => [
    `Out to AAD - User ${name}`,
    'person',
    'user',
    { scope: [[USER, HERE]], flows: direct('displayName') },
  ]),
  [
    'Out to AAD - Contact Join',
    'person',
    'contact',
    { link: 'Provision', scope: [[CONTACT, CARRIED, MAIL]], join: ANCHOR },
  ],
  ...['Identity', ...WORKLOADS].map((name): Row => [
    `Out to AAD - Contact ${name}`,
    'person',
    'contact',
    { scope: [[CONTACT]] },
  ]),
  [
    'Out to AAD - Group Join',
    'group',
    'group',
    {
      link: 'Provision',
      scope: [SECURITY, MAIL].flatMap((kind) => [KNOWN, SMALL].map((size) => [CARRIED, WITH_ANCHOR, HERE, kind, size])),
      join: ANCHOR,
      flows: direct('sourceAnchor'),
    },
  ],
  ...['Identity', ...WORKLOADS.slice(0, 5)].map((name): Row => [
    `Out to AAD - Group ${name}`,
    'group',
    'group',
    { scope: [[WITH_ANCHOR, HERE]], join: ANCHOR, flows: direct('description', 'member') },
  ]),
  ['Out to AAD - Group AzureRMS', 'group', 'group', { scope: [[HERE]] }],
  ['In from AD - Computer Join', 'computer', 'device', { link: 'Provision', join: [[['objectGUID', 'deviceId']]] }],
];

/** In the order of the server, from precedence 100 on; `change` is asked for each. */
export function stockRules(change: (rule: MadeRule) => MadeRule = (rule) => rule): readonly MadeRule[] {
  return ROWS.map(([name, from, to, more = {}], index) => {
    const tag = `Microsoft.${name.replace(/[ -]/g, '')}.007`;
    const outbound = name.startsWith('Out');
    const direction = outbound ? 'Outbound' : 'Inbound';
    const entra = name.startsWith('In from AAD') ? { connector: 'b891884f-051e-4a83-95af-2544101c9083' } : {};
    return change({ name, tag, direction, from, to, precedence: 100 + index, ...entra, ...more });
  });
}

/** What the administrator does with a standard rule: a clone with a number of its own, and the original disabled. */
export function clonedRules(name: string, change: (clone: MadeRule) => Partial<MadeRule>): readonly MadeRule[] {
  const rules = stockRules((rule) => (rule.name === name ? { ...rule, disabled: true } : rule));
  const original = rules.find((rule) => rule.name === name)!;
  const clone: MadeRule = { ...original, tag: '', disabled: false, name: `${name} - Cloned`, precedence: 60 };
  return [...rules, { ...clone, ...change(clone) }];
}

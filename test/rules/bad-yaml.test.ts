import { describe, expect, it } from 'vitest';
import type { Code } from '../../src/kernel/codes/index.ts';
import { load, marked, placed, rule, topology } from './workspace.ts';

/** What is wrong, the codes in order of place, and a document with ¦ where each of them points. */
type Case = readonly [name: string, codes: Code | readonly Code[], text: string];

const inbound =
  'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n';
const outbound =
  'from: { metaverse: person }\nto: { connector: entra, type: user }\nprecedence: 200\nlink: provision\n';

const fromTenant = (more: string): string =>
  `from: { connector: entra, type: user }\nto: { metaverse: person }\nprecedence: 40\n${more}`;

const inboundFlows = (flows: string): string => rule('r', `${inbound}flows:\n${flows.replace(/^/gm, '  ')}`);
const outboundFlows = (flows: string): string => rule('r', `${outbound}flows:\n${flows.replace(/^/gm, '  ')}`);
const inboundScope = (scope: string): string => rule('r', `${inbound}scope: ${scope}`);
const filter = (spec: string): string =>
  `apiVersion: lockstep/v1alpha1\nkind: ScopingFilter\nmetadata: { name: f }\nspec:\n${spec.replace(/^/gm, '  ')}`;
const approval = (name: string, mark: string): string => `apiVersion: lockstep/v1alpha1
kind: Approval
metadata: { name: ${name} }
spec:
  id: ${mark}'0123456789abcdef'
  workspace: contoso
  tenantId: t
  rulesDigest: '${'0'.repeat(64)}'
  expiresAt: '2026-11-22T00:00:00.000Z'
  hazards: [{ hazard: UPN_CHANGE, maximum: 1, classes: [{ digest: '${'0'.repeat(64)}', is: a change }] }]
`;
const policy = (spec: string): string =>
  `apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\nspec:\n${spec.replace(/^/gm, '  ')}`;

const yamlCases: readonly Case[] = [
  ['a key twice', 'CFG011', 'apiVersion: lockstep/v1alpha1\nkind: Policy\n¦kind: Policy\n'],
  ['a tab for indentation', 'CFG010', 'kind: Policy\nmetadata:\n¦\tname: x\n'],
  ['an anchor', 'CFG012', 'kind: &k ¦Policy\n'],
  ['an alias', 'CFG012', 'kind: Policy\nspec: ¦*k\n'],
  ['a merge key', 'CFG012', 'kind: Policy\n¦<<: { a: b }\n'],
  ['a tag', 'CFG012', 'kind: !!str ¦Policy\n'],
  ['a tag of their own', 'CFG012', 'kind: !kind ¦Policy\n'],
  ['a directive', 'CFG012', '¦%YAML 1.1\n---\nkind: Policy\n'],
  ['a number as a key', 'CFG013', 'kind: Policy\n¦1: x\n'],
  ['nothing as a key', 'CFG013', 'kind: Policy\n¦null: x\n'],
  ['a list as a key', 'CFG013', 'kind: Policy\n? ¦[a]\n: x\n'],
  ['the key of all prototypes', 'CFG013', 'kind: Policy\n¦__proto__: x\n'],
  ['a control character', 'CFG014', 'kind: Pol¦\u0007icy\n'],
  ['a control character by escape', 'CFG014', 'kind: ¦"Pol\\u0000icy"\n'],
  ['a control character of the second set', 'CFG014', 'kind: Pol¦\u0091icy\n'],
  ['a character that turns the line', 'CFG014', 'kind: "Pol¦\u202eicy"\n'],
  ['half a surrogate pair by escape', 'CFG014', 'kind: ¦"\\uD800"\n'],
  ['an open bracket', 'CFG010', 'kind: [Policy\n¦metadata: {}\n'],
  ['an open quote', 'CFG010', 'kind: "Policy\n¦'],
  ['a colon in a plain text', 'CFG010', 'kind: Policy\ndescription: ¦a: b: c\n'],
  ['wrong indentation', 'CFG010', 'kind: ¦Policy\n  metadata: x\n'],
  ['nesting without end', 'CFG015', `a: ${'['.repeat(30)}¦[${'['.repeat(500)}`],
  ['a list instead of a document', 'CFG025', '¦- kind: Policy\n'],
  ['a text instead of a document', 'CFG025', '¦Policy\n'],
  ['no kind', 'CFG024', '¦apiVersion: lockstep/v1alpha1\n'],
  ['an unknown kind', 'CFG021', 'apiVersion: lockstep/v1alpha1\nkind: ¦SyncRul\n'],
  ['a version of later', 'CFG020', policy('{}').replace('lockstep/v1alpha1', '¦lockstep/v2')],
];

const shapeCases: readonly Case[] = [
  ['an unknown key', 'CFG023', rule('r', `${inbound}¦scopes: {}`)],
  ['an unknown key of the document', 'CFG023', `${policy('{}')}\n¦specs: {}`],
  ['a missing key', 'CFG024', 'apiVersion: lockstep/v1alpha1\nkind: Policy\n¦metadata: {}\nspec: {}\n'],
  ['a missing spec', 'CFG024', '¦apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\n'],
  ['a text where a map belongs', 'CFG025', rule('r', 'from: ¦corp\nto: { metaverse: person }\nprecedence: 40')],
  ['nothing where a map belongs', 'CFG025', rule('r', `${inbound}flows:\n  mail: mail\nscope:¦`)],
  ['yes where true is meant', 'CFG027', outboundFlows('mail: { from: mail, applyOnce: ¦yes }')],
  ['"true" where true is meant', 'CFG027', outboundFlows('mail: { from: mail, applyOnce: ¦"true" }')],
  ['a list where a name belongs', 'CFG028', inboundFlows('mail: ¦[mail]')],
  ['a list of two where a name belongs', 'CFG028', inboundFlows('mail: ¦[mail, proxyAddresses]')],
  ['an unquoted expression', 'CFG010', inboundFlows('displayName: [givenName] ¦& " " & [sn]')],
  ['a number where a name belongs', 'CFG025', inboundFlows('mail: ¦5')],
  ['no source of a flow', 'CFG025', inboundFlows('mail: ¦{ applyOnce: false }')],
  ['two sources of a flow', 'CFG025', inboundFlows('mail: ¦{ from: mail, constant: x }')],
  ['an empty expression', 'CFG025', inboundFlows("mail: { expression: ¦'' }")],
  ['a clause without operator', 'CFG025', inboundScope('{ all: [{ employeeType: ¦Contractor }] }')],
  ['an unknown operator', 'CFG023', inboundScope('{ all: [{ employeeType: { ¦equals: Contractor } }] }')],
  ['an empty scope', 'CFG025', inboundScope('¦{}')],
  ['all and any at once', 'CFG025', inboundScope('¦{ all: [], any: [{ all: [] }] }')],
  ['a comparand for isNull', 'CFG026', inboundScope('{ all: [{ mail: { isNull: ¦no } }] }')],
  ['a list for equal', 'CFG028', inboundScope('{ all: [{ mail: { equal: ¦[a, b] } }] }')],
  ['a text for in', 'CFG025', inboundScope('{ all: [{ mail: { in: ¦a } }] }')],
  ['an unknown link', 'CFG026', rule('r', inbound.replace('link: provision', 'link: ¦provison'))],
  ['an unknown merge', 'CFG026', inboundFlows('proxyAddresses: { from: proxyAddresses, merge: ¦union }')],
  ['a type twice', 'CFG026', rule('r', inbound.replace('type: user', 'type: ¦[user, user]'))],
  ['a precedence that is none', 'CFG025', rule('r', inbound.replace('40', '¦first'))],
  ['a precedence below one', 'CFG026', rule('r', inbound.replace('40', '¦0'))],
  ['a name with a blank', 'CFG026', rule('¦two words', inbound)],
  [
    'two mistakes, two diagnostics',
    ['CFG023', 'CFG026'],
    rule('r', `${inbound.replace('link: provision', '¦lnk: provision')}scope: { all: [{ mail: { isNull: ¦no } }] }`),
  ],
];

const nameCases: readonly Case[] = [
  ['an unknown connector', 'CFG032', rule('r', inbound.replace('corp', '¦crop'))],
  ['the tenant as a source', 'CFG032', rule('r', inbound.replace('corp', '¦entra'))],
  ['a directory named as the tenant is', 'CFG032', rule('r', fromTenant('').replace('entra', '¦corp'))],
  ['contacts of the tenant', 'CFG035', rule('r', fromTenant('').replace('user', '¦contact'))],
  ['a manager of the tenant', 'CFG036', rule('r', fromTenant('flows: { manager: ¦manager }'))],
  ['what lists of users never show', 'CFG036', rule('r', fromTenant('flows: { info: ¦aboutMe }'))],
  ['people made of the tenant', 'CFG067', rule('r', fromTenant('link: ¦provision'))],
  ['people kept by the tenant', 'CFG067', rule('r', fromTenant('link: ¦stickyJoin'))],
  ['a join with the tenant by mail', 'CFG063', rule('r', fromTenant('¦join: [{ mail: mail }]'))],
  ['a parameter of a domain, of the tenant', 'EXP005', rule('r', fromTenant("flows: { info: '=¦%Domain.FQDN%' }"))],
  [
    'a group in the scope of a tenant rule',
    'CFG063',
    rule('r', fromTenant('scope: { all: [{ ¦memberOf: "CN=A,DC=b" }] }')),
  ],
  ['an unknown target connector', 'CFG032', rule('r', outbound.replace('entra', '¦entre'))],
  ['an unknown type of a directory', 'CFG035', rule('r', inbound.replace('user', '¦usr'))],
  ['an unknown type of the metaverse', 'CFG035', rule('r', inbound.replace('person', '¦people'))],
  ['an unknown type of the tenant', 'CFG035', rule('r', outbound.replace('user', '¦users'))],
  ['an unknown attribute of a directory', 'CFG036', inboundFlows('mail: ¦emial')],
  ['an attribute in another spelling', 'CFG036', inboundFlows('accountName: ¦samaccountname')],
  ['an unknown attribute of the metaverse', 'CFG036', inboundFlows('¦surname: sn')],
  ['an unknown attribute of the tenant', 'CFG036', outboundFlows('¦sn: sn')],
  ['an unknown attribute in a scope', 'CFG036', inboundScope('{ all: [{ ¦employeTyp: { equal: x } }] }')],
  ['an unknown attribute in a join', 'CFG036', rule('r', `${inbound}join: [{ ¦emial: mail }]`)],
  ['an unknown metaverse attribute in a join', 'CFG036', rule('r', `${inbound}join: [{ mail: ¦emial }]`)],
  ['a keyword as a name', 'CFG036', inboundFlows('mail: ¦AuthoritativeNull')],
  ['an expression without =', 'CFG036', inboundFlows("mail: ¦'Trim([mail])'")],
  ['an unknown rule in order', 'CFG033', rule('r', inbound.replace('precedence: 40', 'order: { before: ¦s }'))],
  ['an unknown rule of a pack', 'CFG033', rule('¦lockstep/default@1:user-comon', inbound)],
  [
    'a metaverse attribute that is there',
    'CFG031',
    'apiVersion: lockstep/v1alpha1\nkind: Metaverse\nmetadata: { name: m }\nspec: { types: { person: { attributes: { ¦mail: { syntax: string } } } } }',
  ],
  ['a rule name twice', 'CFG031', `${rule('r', inbound)}\n---\n${rule('¦r', inbound.replace('40', '41'))}`],
];

const valueCases: readonly Case[] = [
  ['an attribute that is never written', 'CFG040', outboundFlows('¦onPremisesSyncEnabled: { constant: true }')],
  ['a type that is never written', 'CFG040', rule('r', outbound.replace('user', '¦contact'))],
  [
    'an attribute of the create only',
    'CFG041',
    rule(
      'r',
      'from: { metaverse: group }\nto: { connector: entra, type: group }\nprecedence: 200\nlink: provision\nflows:\n  ¦visibility: { constant: Private }',
    ),
  ],
  ['a text for a number', 'CFG042', inboundScope('{ all: [{ userAccountControl: { equal: ¦enabled } }] }')],
  ['a fraction for a number', 'CFG042', inboundScope('{ all: [{ userAccountControl: { lessThan: ¦1.5 } }] }')],
  ['a text for true or false', 'CFG042', inboundScope('{ all: [{ isCriticalSystemObject: { equal: ¦maybe } }] }')],
  ['no for false', 'CFG027', inboundScope('{ all: [{ isCriticalSystemObject: { equal: ¦no } }] }')],
  ['on for true', 'CFG027', outboundFlows('accountEnabled: { constant: ¦on }')],
  ['a text that is too long', 'CFG042', outboundFlows('usageLocation: { constant: ¦Norway }')],
  ['a list for one value', 'CFG042', outboundFlows('mail: { constant: ¦[a, b] }')],
  ['a DN that is none', 'CFG050', inboundScope('{ all: [{ manager: { equal: ¦Grace } }] }')],
  ['bytes in a clause', 'CFG043', inboundScope('{ all: [{ objectGUID: { ¦equal: abc } }] }')],
  ['an order of true and false', 'CFG043', inboundScope('{ all: [{ isCriticalSystemObject: { ¦lessThan: true } }] }')],
  [
    'a connector in a clause of numbers',
    'CFG042',
    inboundScope("{ all: [{ userAccountControl: { equal: ¦'%Connector.ID%' } }] }"),
  ],
  ['a bit of a text', 'CFG043', inboundScope('{ all: [{ mail: { ¦bitSet: 2 } }] }')],
  ['a part of a number', 'CFG043', inboundScope('{ all: [{ userAccountControl: { ¦startsWith: 5 } }] }')],
  ['a parameter in a clause', 'CFG022', inboundScope("{ all: [{ mail: { equal: ¦'%Domain.FQDN%' } }] }")],
  ['bytes as a text', 'CFG044', inboundFlows('sourceAnchor: ¦objectGUID')],
  ['several values as one', 'CFG044', inboundFlows('mail: ¦proxyAddresses')],
  ['a number as a text', 'CFG044', inboundFlows('title: { from: ¦userAccountControl }')],
  [
    'a join of different types',
    'CFG044',
    rule('r', `${inbound}join: [{ objectGUID: ¦sourceAnchor }]\nflows: { sourceAnchor: cn }`),
  ],
  [
    'flows to every type',
    'CFG035',
    rule('r', `${inbound.replace('person', "'*'").replace('provision', 'join')}¦flows: { mail: mail }`),
  ],
  ['a provision to every type', 'CFG035', rule('r', inbound.replace('person', "'*'").replace('link', '¦link'))],
  ['a rule for an unknown anchor', 'CFG026', rule('r', `${inbound}when: { sourceAnchor: ¦mail }`)],
  ['a rule for an unknown matching', 'CFG026', rule('r', `${inbound}when: { people: [mail, ¦phone] }`)],
  [
    'two forms of a rule for one case',
    'CFG031',
    `${rule('r', `${inbound}when: { people: oneForest }`)}\n---\n${rule('¦r', `${inbound.replace('40', '41')}when: { people: [mail, oneForest] }`)}`,
  ],
  ['a merge of one value', 'CFG045', inboundFlows('mail: { from: mail, merge: ¦merge }')],
  ['a constant NULL', 'CFG025', inboundFlows('mail: { constant: ¦NULL }')],
  ['a constant AuthoritativeNull', 'CFG046', inboundFlows('mail: { constant: ¦AuthoritativeNull }')],
  ['a random value', 'CFG047', inboundFlows('mail: ¦=Guid()')],
  ['applyOnce inbound', 'CFG048', inboundFlows('¦mail: { from: mail, applyOnce: true }')],
];

const filterCases: readonly Case[] = [
  ['an unknown connector', 'CFG032', filter('connectors: [¦crop]')],
  [
    'a connector filtered twice',
    'CFG053',
    `${filter('connectors: [corp]')}\n---\n${filter('connectors: [¦corp]').replace('name: f', 'name: g')}`,
  ],
  [
    'a DN without quotes in brackets',
    'CFG050',
    filter('connectors: [corp]\norganizationalUnits:\n  include: ¦[OU=Staff,DC=corp,DC=contoso,DC=com]'),
  ],
  [
    'a DN with an empty part',
    'CFG050',
    filter('connectors: [corp]\norganizationalUnits:\n  include: [¦"OU=Staff,,DC=corp"]'),
  ],
  [
    'a DN without type',
    'CFG050',
    filter('connectors: [corp]\norganizationalUnits:\n  exclude:\n    - ¦Staff,DC=corp,DC=contoso,DC=com'),
  ],
  [
    'a container twice',
    'CFG051',
    filter(
      'connectors: [corp]\norganizationalUnits:\n  include: ["OU=Staff,DC=corp,DC=contoso,DC=com"]\n  exclude: [¦"ou=staff, dc=corp,dc=contoso,dc=com"]',
    ),
  ],
  [
    'a container elsewhere',
    'CFG052',
    filter('connectors: [corp]\norganizationalUnits:\n  include: [¦"OU=Staff,DC=lab,DC=contoso,DC=com"]'),
  ],
  ['an unknown type', 'CFG035', filter('connectors: [corp]\nobjects:\n  ¦person: { all: [] }')],
  [
    'an unknown attribute',
    'CFG036',
    filter('connectors: [corp]\nobjects:\n  user:\n    all:\n      - ¦employeeTyp: { equal: x }'),
  ],
  [
    'a group that is no DN',
    'CFG050',
    filter('connectors: [corp]\nobjects:\n  user:\n    all:\n      - memberOf: ¦All Staff'),
  ],
  [
    'users filtered, and other people read',
    'CFG054',
    `${rule('r', inbound.replace('type: user', 'type: [user, inetOrgPerson]'))}\n---\n${filter('connectors: [corp]\nobjects:\n  user: { all: [{ mail: { isNotNull: } }] }').replace('name: f', 'name: ¦f')}`,
  ],
  [
    'a filter name twice',
    'CFG031',
    `${filter('connectors: [corp]')}\n---\n${filter('connectors: [lab]').replace('name: f', 'name: ¦f')}`,
  ],
];

const ruleCases: readonly Case[] = [
  [
    'neither inbound nor outbound',
    'CFG062',
    rule('r', '¦from: { metaverse: person }\nto: { metaverse: person }\nprecedence: 40'),
  ],
  [
    'inbound without type',
    'CFG062',
    rule('r', '¦from: { connectors: [corp] }\nto: { metaverse: person }\nprecedence: 40'),
  ],
  ['a join outbound', 'CFG063', rule('r', `${outbound}¦join: [{ mail: mail }]`)],
  ['membership outbound', 'CFG063', rule('r', `${outbound}scope: { all: [{ ¦memberOf: "CN=A,DC=b" }] }`)],
  ['a precedence twice', 'CFG060', `${rule('a', inbound)}\n---\n${rule('b', inbound.replace('40', '¦40'))}`],
  ['no precedence', 'CFG061', rule('¦r', inbound.replace('precedence: 40\n', ''))],
  [
    'precedence and order',
    'CFG061',
    `${rule('a', inbound)}\n---\n${rule('b', `${inbound.replace('40', '41')}order: ¦{ before: a }`)}`,
  ],
  [
    'two rules in one place',
    'CFG060',
    `${rule('a', inbound)}\n---\n${rule('b', inbound.replace('precedence: 40', 'order: { before: a }'))}\n---\n${rule('c', inbound.replace('precedence: 40', 'order: { before: ¦a }'))}`,
  ],
  [
    'an order in a circle',
    ['CFG061', 'CFG061'],
    `${rule('a', inbound.replace('precedence: 40', 'order: { before: ¦b }'))}\n---\n${rule('b', inbound.replace('precedence: 40', 'order: { before: ¦a }'))}`,
  ],
  [
    'an order that ends nowhere',
    'CFG033',
    `${rule('a', inbound.replace('precedence: 40', 'order: { before: ¦xyz }'))}\n---\n${rule('b', inbound.replace('precedence: 40', 'order: { before: a }'))}`,
  ],
  [
    'merges that disagree',
    'CFG045',
    `${inboundFlows('proxyAddresses: { from: proxyAddresses, merge: merge }')}\n---\n${rule('s', `${inbound.replace('40', '41')}flows:\n  ¦proxyAddresses: proxyAddresses`)}`,
  ],
  [
    'one type provisioned into two',
    'CFG064',
    `${rule('a', inbound)}\n---\n${rule('¦b', inbound.replace('40', '41').replace('person', 'device'))}`,
  ],
  ['a sticky link outbound', 'CFG067', rule('r', outbound.replace('link: provision', 'link: ¦stickyJoin'))],
  [
    'flows of a link without flows',
    'CFG067',
    rule('r', `${outbound.replace('link: provision', 'link: joinNoFlow')}¦flows: {}`),
  ],
  ['a link without flows inbound', 'CFG067', rule('r', inbound.replace('link: provision', 'link: ¦joinNoFlow'))],
  [
    'different joins without scopes',
    'CFG068',
    `${rule('r', `${inbound}join: [{ mail: mail }]\nflows: { mail: mail }`)}\n---\n${rule('¦s', `${inbound.replace('40', '41')}join: [{ title: title }]\nflows: { title: title }`)}`,
  ],
  [
    'a rule that nothing links',
    'CFG065',
    rule('¦r', `${inbound.replace('link: provision\n', '')}flows:\n  mail: mail`),
  ],
];

const policyCases: readonly Case[] = [
  [
    'a limit twice',
    'CFG070',
    policy(
      'limits:\n  - { operation: delete, type: user, count: 1 }\n  - { ¦operation: delete, type: user, count: 2 }',
    ),
  ],
  [
    'two allowances',
    'CFG075',
    policy('hazards:\n  - { hazard: UPN_CHANGE, allow: 1 }\n  - { ¦hazard: UPN_CHANGE, allow: 2 }'),
  ],
  ['two approvals of one id', 'CFG083', `${approval('a', '')}\n---\n${approval('b', '¦')}`],
  ['a limit of nothing', 'CFG070', policy('limits:\n  - { ¦operation: delete, type: user }')],
  [
    'perGroup of another operation',
    'CFG023',
    policy('limits:\n  - { operation: delete, ¦perGroup: { percent: 1, from: 2 } }'),
  ],
  ['an unknown operation', 'CFG026', policy('limits:\n  - { operation: ¦remove, count: 1 }')],
  ['a share of failures below 0', 'CFG026', policy('evaluation: { maximumFailedPercent: ¦-1 }')],
  ['a percentage above 100', 'CFG026', policy('source: { maximumShrinkPercent: ¦110 }')],
  ['a share that is none', 'CFG026', policy('quotaShare: ¦half')],
  ['a share above 1', 'CFG026', policy('quotaShare: ¦50')],
  ['two protections in one', 'CFG025', policy('protect:\n  - ¦{ role: any, group: x }')],
  [
    'a limit of a connector that is not there',
    'CFG032',
    policy('limits:\n  - { operation: delete, count: 1, where: { connector: ¦corq } }'),
  ],
  ['a limit under no DN', 'CFG070', policy('limits:\n  - { operation: delete, count: 1, where: { under: ¦Finance } }')],
  [
    'a percentage of a container',
    'CFG070',
    policy('limits:\n  - { operation: disable, percent: ¦5, where: { under: "OU=F,DC=corp,DC=contoso,DC=com" } }'),
  ],
  [
    'removed members of a container',
    'CFG070',
    policy('limits:\n  - { operation: memberRemove, count: 1, where: { under: ¦"OU=F,DC=corp,DC=contoso,DC=com" } }'),
  ],
  [
    'a scoped limit twice, the DN written otherwise',
    'CFG070',
    policy(
      'limits:\n  - { operation: disable, count: 1, where: { under: "OU=F,DC=c" } }\n  - { ¦operation: disable, count: 2, where: { under: "ou=f, dc=c" } }',
    ),
  ],
  ['a scope of nothing', 'CFG025', policy('limits:\n  - { operation: delete, count: 1, where: ¦{} }')],
  ['an unknown scope', 'CFG023', policy('limits:\n  - { operation: delete, count: 1, where: { ¦ou: x } }')],
  ['a floor without a number', 'CFG024', policy('floors:\n  - { ¦role: Global Administrator }')],
  ['a floor of nothing', 'CFG025', policy('floors:\n  - ¦{}')],
  ['a floor of 0', 'CFG026', policy('floors:\n  - { group: x, members: ¦0 }')],
  ['a floor of a role with members', 'CFG025', policy('floors:\n  - { role: x, atLeast: 1, ¦members: 2 }')],
  [
    'a floor twice',
    'CFG071',
    policy('floors:\n  - { group: Break Glass, members: 2 }\n  - ¦{ group: break glass, members: 3 }'),
  ],
  ['a freeze without an end', 'CFG024', policy('freezes:\n  - { ¦name: x, from: 2026-12-20T00:00:00Z }')],
  ['a freeze without a time', 'CFG025', policy('freezes:\n  - ¦{ name: x }')],
  [
    'a freeze without an offset',
    'CFG026',
    policy('freezes:\n  - { name: x, from: ¦2026-12-20T00:00:00, to: 2026-12-21T00:00:00Z }'),
  ],
  [
    'a freeze that ends before it begins',
    'CFG072',
    policy('freezes:\n  - { name: x, from: 2026-12-21T00:00:00Z, to: ¦2026-12-20T00:00:00Z }'),
  ],
  [
    'a freeze on a day that there is not',
    'CFG072',
    policy('freezes:\n  - { name: x, from: ¦2026-02-30T00:00:00Z, to: 2026-12-20T00:00:00Z }'),
  ],
  [
    'a freeze over midnight',
    'CFG072',
    policy('freezes:\n  - { name: x, weekly: { days: [fri], from: "22:00", to: ¦"06:00" } }'),
  ],
  ['a freeze on no day', 'CFG026', policy('freezes:\n  - { name: x, weekly: { days: [¦friday] } }')],
  [
    'a freeze in a time zone by name',
    'CFG026',
    policy('freezes:\n  - { name: x, weekly: { days: [fri], utcOffset: ¦Europe/Oslo } }'),
  ],
  [
    'a freeze twice',
    'CFG072',
    policy('freezes:\n  - { name: x, weekly: { days: [fri] } }\n  - { name: ¦x, weekly: { days: [sat] } }'),
  ],
  ['two policies', 'CFG030', `${policy('{}')}\n---\n${policy('{}').replace('name: p', 'name: ¦q')}`],
];

const tables = { yamlCases, shapeCases, nameCases, valueCases, filterCases, ruleCases, policyCases };

describe.each(Object.entries(tables))('%s', (_, cases) => {
  it.each(cases)('%s', async (_name, codes, document) => {
    const { text, places } = marked(document);
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'case.yaml': text });
    const expected = [codes].flat().map((code, index) => `${code} case.yaml:${places[index] ?? ''}`);
    expect(diagnostics.map(placed)).toEqual(expected);
  });
});

const topologyCases: readonly Case[] = [
  ['a connector twice', 'CFG031', topology.replace('name: lab', 'name: ¦corp')],
  ['a connector with the name of the tenant', 'CFG031', topology.replace('name: lab', 'name: ¦entra')],
  ['a connector of another type', 'CFG026', topology.replace('name: lab, type: ldif', 'name: lab, type: ¦ldap')],
  ['a key of another type', 'CFG023', topology.replace('path: ./lab.ldif', 'path: ./lab.ldif, ¦pageSize: 5')],
  [
    'a missing path',
    'CFG024',
    topology.replace('{ name: lab, type: ldif, path: ./lab.ldif }', '{ ¦name: lab, type: ldif }'),
  ],
  ['no connector', 'CFG025', topology.replace(/connectors:\n(?: {4}-.*\n)+/, 'connectors: ¦[]\n')],
  ['an unknown pack', 'CFG034', `${topology}  extends: [¦lockstep/default@2]\n`],
  [
    'a disabled rule that is not there',
    'CFG033',
    `${topology}  extends: [lockstep/default@1]\n  disable: [¦lockstep/default@1:user-comon]\n`,
  ],
  ['a tenant id that is none', 'CFG026', topology.replace('5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10', '¦contoso')],
  ['no tenant', 'CFG024', topology.replace(/ {2}tenant:.*\n/, '').replace('spec', '¦spec')],
  ['sign-in settings of a sandbox', 'CFG023', topology.replace('tenant: {', 'tenant: { ¦auth: {},')],
  ['an anchor of later', 'CFG026', `${topology}  sourceAnchor: { attribute: ¦mail }\n`],
  [
    'a fallback of objectGUID',
    'CFG023',
    `${topology}  sourceAnchor: { attribute: objectGUID, ¦fallback: objectGUID }\n`,
  ],
  [
    'an anchor that is written back',
    'CFG022',
    `${topology}  extends: [lockstep/default@1]\n  sourceAnchor: { attribute: mS-DS-ConsistencyGuid, writeBack: ¦true }\n`,
  ],
  ['an anchor that no rule asks for', 'CFG082', `${topology}  sourceAnchor: ¦{ attribute: mS-DS-ConsistencyGuid }\n`],
  ['a matching that no rule asks for', 'CFG082', `${topology}  matching: { people: ¦mail }\n`],
  ['an unknown matching', 'CFG026', `${topology}  matching: { people: ¦phone }\n`],
  ['a matching by nothing', 'CFG024', `${topology}  matching: { ¦people: {} }\n`],
  [
    'a matching by an unknown attribute',
    'CFG036',
    `${topology}  extends: [lockstep/default@1]\n  matching: { people: { attribute: ¦employeId } }\n`,
  ],
  [
    'a matching by an attribute that the metaverse lacks',
    'CFG036',
    `${topology}  extends: [lockstep/default@1]\n  matching: { people: { attribute: ¦carLicense } }\n`,
  ],
  ['a partition that is no DN', 'CFG050', topology.replace('"DC=corp,DC=contoso,DC=com"', '¦corp')],
  ['two topologies', 'CFG030', `${topology}---\n${topology.replace('name: contoso', 'name: ¦fabrikam')}`],
];

const realTopology = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant:
    id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10
    auth: { method: secret, clientId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33, secret: env:SECRET }
  connectors:
    - name: corp
      type: activeDirectory
      domains: [{ name: corp.contoso.com, servers: [ldaps://dc1.corp.contoso.com] }]
      bind: { user: svc@corp.contoso.com, password: env:PASSWORD }
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
`;

const realTopologyCases: readonly Case[] = [
  ['a password in the text', 'CFG029', realTopology.replace('env:PASSWORD', '¦Passw0rd!')],
  ['a client secret in the text', 'CFG029', realTopology.replace('env:SECRET', '¦abc~def')],
  ['a certificate without file:', 'CFG026', realTopology.replace('bind:', 'trust: { ca: ¦./ca.pem }\n      bind:')],
  ['a server without TLS', 'CFG026', realTopology.replace('ldaps:', '¦ldap:')],
  [
    'a server without TLS, and ldaps is asked for',
    'CFG026',
    realTopology.replace('ldaps:', '¦ldap:').replace('bind:', 'tls: ldaps\n      bind:'),
  ],
  ['another way to TLS', 'CFG026', realTopology.replace('bind:', 'tls: ¦none\n      bind:')],
  [
    'a server of another protocol',
    'CFG026',
    realTopology.replace('ldaps:', '¦https:').replace('bind:', 'tls: startTls\n      bind:'),
  ],
  [
    'a pin in hexadecimal',
    'CFG026',
    realTopology.replace('bind:', `trust: { pins: [¦'sha256:${'ab'.repeat(32)}'] }\n      bind:`),
  ],
  ['no pin at all', 'CFG025', realTopology.replace('bind:', 'trust: { pins: ¦[] }\n      bind:')],
  ['no sign-in settings', 'CFG024', realTopology.replace(/ {4}auth:.*\n/, '').replace('tenant:', '¦tenant:')],
  ['a method of later', 'CFG026', realTopology.replace('method: secret', 'method: ¦managedIdentity')],
  [
    'a certificate for the method secret',
    'CFG023',
    realTopology.replace('secret: env', '¦certificate: file:x, secret: env'),
  ],
  [
    'a file of another type',
    'CFG023',
    realTopology.replace('type: activeDirectory', 'type: activeDirectory\n      ¦path: x'),
  ],
];

describe('topology', () => {
  it.each([...topologyCases, ...realTopologyCases])('%s', async (_name, codes, document) => {
    const { text, places } = marked(document);
    const { diagnostics } = await load({ 'lockstep.yaml': text });
    const expected = [codes].flat().map((code, index) => `${code} lockstep.yaml:${places[index] ?? ''}`);
    expect(diagnostics.map(placed)).toEqual(expected);
  });

  it('is there', async () => {
    const { diagnostics, ruleSet, settings } = await load({ 'rules.yaml': rule('r', inbound) });
    expect(diagnostics.map(placed)).toEqual(['CFG030 lockstep.yaml']);
    expect([ruleSet, settings]).toEqual([undefined, undefined]);
  });

  it('is sound without sandbox', async () => {
    const { diagnostics, settings } = await load({ 'lockstep.yaml': realTopology });
    expect(diagnostics).toEqual([]);
    expect(settings).toEqual({
      tenant: {
        type: 'entra',
        id: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
        auth: { method: 'secret', clientId: '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33', secret: 'env:SECRET' },
      },
      connectors: [
        {
          name: 'corp',
          type: 'activeDirectory',
          domains: [{ name: 'corp.contoso.com', servers: ['ldaps://dc1.corp.contoso.com'] }],
          bind: { user: 'svc@corp.contoso.com', password: 'env:PASSWORD' },
        },
      ],
    });
  });

  it('takes ldap:// with StartTLS, and pins', async () => {
    const pin = `sha256:${Buffer.alloc(32, 1).toString('base64')}`;
    const more = `tls: startTls\n      trust: { ca: 'file:ca.pem', pins: ['${pin}'] }\n      bind:`;
    const text = realTopology.replace('ldaps:', 'ldap:').replace('bind:', more);
    const { diagnostics, settings } = await load({ 'lockstep.yaml': text });
    expect(diagnostics).toEqual([]);
    expect(settings?.connectors).toMatchObject([
      {
        domains: [{ name: 'corp.contoso.com', servers: ['ldap://dc1.corp.contoso.com'] }],
        tls: 'startTls',
        trust: { ca: 'file:ca.pem', pins: [pin] },
      },
    ]);
  });

  it('does not show a secret that stands in it', async () => {
    const { diagnostics } = await load({ 'lockstep.yaml': realTopology.replace('env:PASSWORD', 'Passw0rd!') });
    expect(JSON.stringify(diagnostics)).not.toContain('Passw0rd!');
  });
});

describe('a rule that cannot be read', () => {
  const test = `apiVersion: lockstep/v1alpha1
kind: RuleTest
metadata: { name: t }
spec:
  cases:
    - { name: c, given: { user: {} }, expect: { inScope: [contractor-names], notInScope: [user-comon] } }
`;
  const named = rule('contractor-names', inbound);

  it.each([
    ['indented wrongly', named.replace('  precedence', '   precedence'), 'CFG010'],
    ['of an unknown kind', named.replace('SyncRule', 'SyncRul'), 'CFG021'],
    ['without a number', named.replace('precedence: 40', 'precedence: forty'), 'CFG025'],
  ])('%s is the one mistake that is told', async (_name, text, code) => {
    const { diagnostics, ruleSet } = await load({ 'lockstep.yaml': topology, 'a.test.yaml': test, 'rule.yaml': text });
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(ruleSet).toBeUndefined();
  });

  it('hides no name that was typed wrongly', async () => {
    const other = rule('user-common', inbound.replace('40', '41'));
    const { diagnostics } = await load({
      'lockstep.yaml': topology,
      'a.test.yaml': test,
      'other.yaml': other,
      'rule.yaml': named.replace('SyncRule', 'SyncRul'),
    });
    expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
      ['CFG033', 'Did you mean user-common?'],
      ['CFG021', 'Did you mean SyncRule?'],
    ]);
  });
});

describe('help', () => {
  const helpOf = async (text: string) => {
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'case.yaml': text });
    return diagnostics.map(({ detail, help }) => help ?? detail);
  };

  it('tells a mistyped key once, not as a missing one too', async () => {
    const { diagnostics } = await load({
      'lockstep.yaml': topology,
      'a.yaml': rule('r', inbound.replace('to:', 'too:')),
    });
    expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([['CFG023', 'Did you mean to?']]);
  });

  it('offers an expression only where one may stand', async () => {
    expect(await helpOf(inboundFlows('mail: [mail]'))).toEqual(["Write mail: mail or mail: '=[mail]'."]);
    const list = inbound.replace('metaverse: person', 'metaverse: [person]');
    expect(await helpOf(rule('r', list))).toEqual(['Write metaverse: person.']);
  });

  it('says where the other one of that name is', async () => {
    const twice = `${rule('a', inbound)}\n---\n${rule('a', inbound.replace('40', '41'))}`;
    expect(await helpOf(twice)).toEqual([expect.stringMatching(/^There is a rule a already, at case\.yaml:\d+\.$/)]);
  });
});

import { describe, expect, test } from 'vitest';
import { assess, featureTable } from '../../src/assess/index.ts';
import { featureKinds } from '../../src/model/assessment.ts';
import type { AssessedFeature, AssessmentInput, FeatureKind, Verdict } from '../../src/model/assessment.ts';
import { ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';
import { AD, connector, entra, given, outbound, rule, WORKSPACE } from './inputs.ts';

function feature(kind: FeatureKind, input: AssessmentInput): AssessedFeature {
  const found = assess(input).features.filter((one) => one.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const settings = (name: string, value: string) => given({ server: { settings: { [name]: value } } });
const rules = (...list: readonly ReturnType<typeof rule>[]) => given({ server: { rules: list } });
const people = (...objects: readonly ReturnType<typeof stranger>[]) => given({ tenant: { objects } });
const nothing = given({ server: {} });
const broken = given({ server: { whole: false } });
const noExport = given({ tenant: {} });
const federated = { name: 'contoso.com', verified: true, federated: true, initial: false };
const two = [connector(), connector({ id: 'ad-2', name: 'other.example' }), entra];
const toDirectory = { connector: AD, targetType: 'user', sourceType: 'person' } as const;

type Case = readonly [what: string, input: AssessmentInput];

interface Cases {
  readonly inUse: readonly Case[];
  readonly notInUse: readonly Case[];
  readonly unknown: readonly Case[];
}

/** A feature that one setting switches on. */
function switched(name: string, on = 'True', off = 'False'): Cases {
  return {
    inUse: [['the setting', settings(name, on)]],
    notInUse: [['the setting that is off', settings(name, off)]],
    unknown: [
      ['an export without it', nothing],
      ['no export', noExport],
    ],
  };
}

/** A feature that a kind of group is. */
function groups(parts: Parameters<typeof strangeGroup>[1]): Cases {
  return {
    inUse: [['a group of the kind', people(strangeGroup('red', parts))]],
    notInUse: [['other groups', people(strangeGroup('red'))]],
    unknown: [['no tenant', given({ workspace: WORKSPACE })]],
  };
}

const both = groups({ mailEnabled: true });

const cases: Readonly<Record<FeatureKind, Cases>> = {
  users: {
    inUse: [
      ['people of the tenant', people(ourUser('ada'))],
      ['a rule', rules(outbound('user'))],
    ],
    notInUse: [
      ['a tenant without any', noExport],
      ['rules of groups', rules(outbound('group'))],
    ],
    unknown: [['a part that was not read', broken]],
  },
  securityGroups: {
    inUse: [
      ['groups of the tenant', people(strangeGroup('red'))],
      ['a rule', rules(outbound('group'))],
    ],
    notInUse: [['rules of people', rules(outbound('user'))]],
    unknown: [['a part that was not read', broken]],
  },
  mailEnabledGroups: {
    inUse: [...both.inUse, ['a rule with addresses', rules(outbound('group', { writes: ['proxyAddresses'] }))]],
    notInUse: [...both.notInUse, ['a rule without addresses', rules(outbound('group', { writes: ['displayName'] }))]],
    unknown: both.unknown,
  },
  dynamicGroups: groups({ dynamicMembership: true }),
  roleAssignableGroups: groups({ roleAssignable: true }),
  contacts: {
    inUse: [['a rule', rules(outbound('contact'))]],
    notInUse: [
      ['a rule that is disabled', rules(outbound('contact', { disabled: true }))],
      ['a rule to the directory', rules(outbound('contact', { connector: AD }))],
      ['a rule that only reads', rules(rule({ sourceType: 'contact' }))],
    ],
    unknown: [
      ['a part that was not read', broken],
      ['no export', noExport],
    ],
  },
  publicFolders: {
    inUse: [
      ['a rule', rules(rule({ sourceType: 'publicFolder' }))],
      ['the option', settings('OptionalFeature.ExchangeMailPublicFolder', 'True')],
    ],
    notInUse: [
      ['neither', nothing],
      ['the option that is off', settings('OptionalFeature.ExchangeMailPublicFolder', 'False')],
    ],
    unknown: [['a part that was not read', broken]],
  },
  mailAttributes: {
    inUse: [
      ['addresses', rules(outbound('user', { writes: ['proxyAddresses'] }))],
      ['attributes of Exchange', rules(outbound('user', { writes: ['msExchMailboxGuid'] }))],
    ],
    notInUse: [
      ['mail alone', rules(outbound('user', { writes: ['mail'] }))],
      ['addresses that are written back', rules(outbound('user', { connector: AD, writes: ['proxyAddresses'] }))],
    ],
    unknown: [['a part that was not read', broken]],
  },
  exchangeWriteback: {
    inUse: [
      ['the option', settings('OptionalFeature.HybridExchange', 'True')],
      ['a rule', rules(rule({ direction: 'outbound', ...toDirectory, writes: ['msExchSafeSendersHash'] }))],
    ],
    notInUse: [['the option that is off', settings('OptionalFeature.HybridExchange', 'False')]],
    unknown: [['an export without the option', nothing]],
  },
  deviceSync: {
    inUse: [
      ['a rule', rules(outbound('device'))],
      ['the option', settings('OptionalFeature.DeviceWriteUp', 'true')],
    ],
    notInUse: [
      ['neither', nothing],
      ['a rule to the directory', rules(outbound('device', { connector: AD }))],
    ],
    unknown: [['no export', noExport]],
  },
  deviceWriteback: switched('OptionalFeature.DeviceWriteBack'),
  passwordHashSync: switched('OptionalFeature.PasswordHashSync'),
  passThroughAuthentication: switched('UserSignIn.SignOnMethod', 'PassThroughAuthentication', 'PasswordHashSync'),
  seamlessSso: switched('UserSignIn.DesktopSsoEnabled'),
  federatedDomains: {
    inUse: [
      ['a domain', given({ tenant: { facts: { domains: [federated] } } })],
      ['what the wizard set up', settings('UserSignIn.SignOnMethod', 'Federation')],
    ],
    notInUse: [
      ['managed domains', noExport],
      [
        'managed domains, whatever the wizard set up',
        given({ server: { settings: { 'UserSignIn.SignOnMethod': 'Federation' } }, tenant: {} }),
      ],
    ],
    unknown: [
      ['another way to sign in, and no tenant', settings('UserSignIn.SignOnMethod', 'PasswordHashSync')],
      ['no tenant', nothing],
    ],
  },
  passwordWriteback: switched('OptionalFeature.PasswordWriteback'),
  groupWriteback: switched('OptionalFeature.GroupWriteBack'),
  directoryExtensions: {
    inUse: [
      ['a rule', rules(outbound('user', { writes: ['extension_0123456789abcdef0123456789abcdef_badge'] }))],
      ['the option', settings('OptionalFeature.DirectoryExtension', 'True')],
      ['a property of the tenant', given({ tenant: { facts: { extensions: ['extension_0_badge'] } } })],
    ],
    notInUse: [
      ['the owner mark alone', given({ tenant: { facts: { extensions: ['extension_0_lockstepOwner'] } } })],
      ['other rules', rules(outbound('user', { writes: ['extensionAttribute1'] }))],
    ],
    unknown: [['a part that was not read', broken]],
  },
  customRules: {
    inUse: [['a rule', rules(rule({ tag: undefined }))]],
    notInUse: [
      ['standard rules', rules(rule())],
      ['one that is disabled', rules(rule({ tag: undefined, disabled: true }))],
    ],
    unknown: [['a part that was not read', broken]],
  },
  multiForest: {
    inUse: [
      ['two connectors of the server', given({ server: { connectors: two } })],
      ['two connectors of the workspace', given({ workspace: { ...WORKSPACE, connectors: ['corp', 'other'] } })],
    ],
    notInUse: [
      ['one', nothing],
      ['one in the workspace', given({ workspace: WORKSPACE })],
    ],
    unknown: [
      ['a part that was not read', broken],
      ['the tenant alone', noExport],
    ],
  },
  linkedMailboxes: {
    inUse: [
      [
        'people matched by SID over two forests',
        given({ server: { connectors: two, settings: { 'SynchronizationOption.JoinCriteria': 'ObjectSID' } } }),
      ],
    ],
    notInUse: [
      [
        'people matched otherwise',
        given({ server: { connectors: two, settings: { 'SynchronizationOption.JoinCriteria': 'Mail' } } }),
      ],
    ],
    unknown: [
      ['one forest, where the setting says nothing', settings('SynchronizationOption.JoinCriteria', 'ObjectSID')],
      ['no setting', nothing],
    ],
  },
  otherConnectors: {
    inUse: [
      ['a connector', given({ server: { connectors: [connector({ kind: 'other', category: 'Extensible2' })] } })],
    ],
    notInUse: [['none', nothing]],
    unknown: [
      ['a part that was not read', broken],
      ['no export', noExport],
    ],
  },
  guidAnchor: {
    inUse: [
      ['objectGUID', settings('SynchronizationOption.AnchorAttribute', 'objectGUID')],
      ['mS-DS-ConsistencyGuid', settings('SynchronizationOption.AnchorAttribute', 'ms-DS-ConsistencyGuid')],
    ],
    notInUse: [['another', settings('SynchronizationOption.AnchorAttribute', 'employeeID')]],
    unknown: [['an export without it', nothing]],
  },
  otherAnchor: {
    inUse: [['employeeID', settings('SynchronizationOption.AnchorAttribute', 'employeeID')]],
    notInUse: [
      ['objectGUID', settings('SynchronizationOption.AnchorAttribute', 'ObjectGuid')],
      ['none', settings('SynchronizationOption.AnchorAttribute', '')],
    ],
    unknown: [['an export without it', nothing]],
  },
  movedToCloud: {
    inUse: [
      ['an object that says so', people(stranger('ada', { mastery: 'movedToCloud' }))],
      ['an object of the cloud with a SID', people(stranger('ada', { sid: 'S-1' }))],
    ],
    notInUse: [['synchronized objects', people(stranger('ada', { mastery: 'otherEngine', sid: 'S-1' }))]],
    unknown: [['no tenant', nothing]],
  },
};

const rows = (use: keyof Cases) =>
  featureKinds.flatMap((kind) => cases[kind][use].map(([what, input]) => [kind, what, input] as const));

test.each(rows('inUse'))('%s is in use by %s', (kind, _what, input) => {
  const { use, evidence, missing } = feature(kind, input);
  expect(use).toBe('inUse');
  expect(evidence.length).toBeGreaterThan(0);
  expect(missing).toBeUndefined();
});

test.each(rows('notInUse'))('%s is not in use: %s', (kind, _what, input) => {
  expect(feature(kind, input)).toMatchObject({ use: 'notInUse', evidence: [] });
});

test.each(rows('unknown'))('%s is unknown: %s', (kind, _what, input) => {
  const { use, missing = '' } = feature(kind, input);
  expect(use).toBe('unknown');
  expect(missing).toMatch(/\.$/);
});

const EVERY: readonly (readonly [FeatureKind, alone: Verdict, beside: Verdict, unknown: Verdict])[] = [
  ['users', 'works', 'readOnly', 'unknown'],
  ['securityGroups', 'works', 'readOnly', 'unknown'],
  ['mailEnabledGroups', 'readOnly', 'readOnly', 'readOnly'],
  ['dynamicGroups', 'readOnly', 'readOnly', 'readOnly'],
  ['roleAssignableGroups', 'readOnly', 'readOnly', 'readOnly'],
  ['contacts', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['publicFolders', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['mailAttributes', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['exchangeWriteback', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['deviceSync', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['deviceWriteback', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['passwordHashSync', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['passThroughAuthentication', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['seamlessSso', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['federatedDomains', 'works', 'readOnly', 'unknown'],
  ['passwordWriteback', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['groupWriteback', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['directoryExtensions', 'works', 'readOnly', 'unknown'],
  ['customRules', 'works', 'readOnly', 'unknown'],
  ['multiForest', 'works', 'readOnly', 'unknown'],
  ['linkedMailboxes', 'works', 'readOnly', 'unknown'],
  ['otherConnectors', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['guidAnchor', 'works', 'readOnly', 'unknown'],
  ['otherAnchor', 'notAtAll', 'notAtAll', 'notAtAll'],
  ['movedToCloud', 'works', 'works', 'works'],
];

test.each(EVERY)('%s alone, beside another engine, and where that is not known', (kind, alone, beside, unknown) => {
  expect(feature(kind, given({ tenant: { objects: [stranger('ada')] } })).verdict).toBe(alone);
  expect(feature(kind, given({ tenant: { facts: { liveSync: true } } })).verdict).toBe(beside);
  expect(feature(kind, nothing).verdict).toBe(unknown);
});

describe('who masters the objects', () => {
  test('objects that were not converted cannot be written although sync is off', () => {
    const left = people(stranger('ada', { mastery: 'formerlySynced' }), stranger('bob'));
    expect(feature('users', left)).toMatchObject({
      verdict: 'readOnly',
      fact: 'Graph refuses to change objects that another engine masters.',
      evidence: [
        { text: '1 user that another engine mastered, not converted', place: 'tenant.snapshot' },
        { text: '1 user of the cloud', place: 'tenant.snapshot' },
      ],
    });
  });

  test('what Graph can never write keeps its own fact beside another engine', () => {
    const live = given({
      tenant: { facts: { liveSync: true }, objects: [strangeGroup('red', { mailEnabled: true })] },
    });
    expect(feature('mailEnabledGroups', live).fact).toBe(featureTable.mailEnabledGroups.fact);
  });
});

test('evidence names rule, setting and connector with their places', () => {
  const input = given({
    server: {
      rules: [outbound('device', { name: 'Out - Device' })],
      settings: { 'OptionalFeature.DeviceWriteUp': 'True' },
      connectors: [entra, connector({ name: 'sql', kind: 'other', category: 'Extensible2' })],
    },
  });
  expect(feature('deviceSync', input).evidence).toEqual([
    { text: 'the rule', name: 'Out - Device', place: 'rule.xml:2' },
    { text: 'the setting', name: 'Microsoft.OptionalFeature.DeviceWriteUp = True', place: 'MV.xml:2' },
  ]);
  expect(feature('otherConnectors', input).evidence).toEqual([
    { text: 'the connector of the kind Extensible2', name: 'sql', place: 'corp.xml:2' },
  ]);
});

test.each(featureKinds)('%s has a fact, a public source and a next step', (kind) => {
  const { title, fact, source, next } = featureTable[kind];
  expect(source).toMatch(/^https:\/\/(?:learn|techcommunity)\.microsoft\.com\/[\w/.-]+$/);
  for (const text of [fact, next]) expect(text).toMatch(/^[A-Za-z].*\.$/);
  expect(title).toMatch(/^[A-Z].*[^.]$/);
});

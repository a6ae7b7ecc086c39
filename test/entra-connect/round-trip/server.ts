import fc from 'fast-check';
import { CORP, ENTRA, connectorXml, entraXml, ruleXml, settingsXml } from '../export.ts';
import type { MadeFlow, MadeRule } from '../export.ts';
import { KNOWN } from './expressions.ts';
import type { Known } from './expressions.ts';
import { GROUPS, TEXTS } from './objects.ts';

export const LAB = '5c1d2f30-0000-4000-8000-00000000ad02';

/** The files of a small server: two directories, the tenant, and rules that somebody wrote. */
export const servers = (): fc.Arbitrary<Files> =>
  fc
    .record({ corp: directoryRules(CORP), lab: directoryRules(LAB), out: outboundRules() })
    .map(({ corp, lab, out }) =>
      filesOf([...corp, ...lab, ...out].map((rule, precedence) => ({ ...rule, precedence }))),
    );

type Files = Readonly<Record<string, string>>;

/** A server with these rules, and those that make people accounts of the tenant. */
export function filesOf(rules: readonly MadeRule[]): Files {
  const all = [...anchors(), ...rules].map((rule, index) => ({
    ...rule,
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  }));
  return {
    'Connectors/a.xml': connectorXml({ name: 'corp' }),
    'Connectors/b.xml': connectorXml({ id: LAB, name: 'lab', partitions: [{ dn: 'DC=lab,DC=example' }] }),
    'Connectors/entra.xml': entraXml(),
    'GlobalSettings/MV.xml': settingsXml({ 'SynchronizationOption.AnchorAttribute': 'objectGUID' }, OWN_ATTRIBUTES),
    ...Object.fromEntries(all.map((rule, index) => [`SynchronizationRules/rule-${index}.xml`, ruleXml(rule)])),
  };
}

/** Of the metaverse, and none of those that the product has. */
const OWN_ATTRIBUTES = {
  badge: '1.3.6.1.4.1.1466.115.121.1.15',
  level: '1.3.6.1.4.1.1466.115.121.1.27',
};

/** Whom nobody wonders about: what makes somebody an account of the tenant. They stand behind all others. */
function anchors(): readonly MadeRule[] {
  const of = (connector: string, precedence: number): MadeRule => ({
    name: `Anchor of ${connector}`,
    connector,
    precedence,
    flows: [
      { dest: 'sourceAnchor', attr: 'objectGUID', expression: 'ConvertToBase64([objectGUID])' },
      { dest: 'userPrincipalName', attr: 'userPrincipalName' },
    ],
  });
  const out: MadeRule = {
    name: 'Accounts',
    direction: 'Outbound',
    link: 'Provision',
    precedence: 99,
    flows: [{ dest: 'userPrincipalName', attr: 'userPrincipalName' }],
  };
  return [of(CORP, 97), of(LAB, 98), out];
}

type Clause = readonly [string, string, string];

export const TEXT_OPERATORS = [
  ...['EQUAL', 'NOTEQUAL', 'LESSTHAN', 'LESSTHAN_OR_EQUAL', 'GREATERTHAN', 'GREATERTHAN_OR_EQUAL', 'CONTAINS'],
  ...['NOTCONTAINS', 'STARTSWITH', 'NOTSTARTSWITH', 'ENDSWITH', 'NOTENDSWITH', 'ISIN', 'ISNOTIN'],
];
export const ORDERS = ['EQUAL', 'NOTEQUAL', 'LESSTHAN', 'LESSTHAN_OR_EQUAL', 'GREATERTHAN', 'GREATERTHAN_OR_EQUAL'];
export const NUMBERS = ['2', '0', '512', '-1', '-2147483648', '9', '50000', '9007199254740993', ' 2 '];
export const BITS = ['ISBITSET', 'ISBITNOTSET', 'ISNOTBITSET'];

function clauseOf(names: readonly string[], operators: readonly string[], values: readonly string[]) {
  return fc.tuple(fc.constantFrom(...names), fc.constantFrom(...operators), fc.constantFrom(...values));
}

const TEXT_NAMES = ['title', 'department', 'company', 'employeeType', 'mail', 'c'];

const anyClause: fc.Arbitrary<Clause> = fc.oneof(
  { weight: 3, arbitrary: clauseOf(TEXT_NAMES, TEXT_OPERATORS, TEXTS) },
  {
    weight: 1,
    arbitrary: clauseOf([...TEXT_NAMES, 'otherTelephone', 'manager'], ['ISNULL', 'ISNOTNULL'], ['', 'ignored']),
  },
  { weight: 1, arbitrary: clauseOf(['otherTelephone'], ['ISIN', 'ISNOTIN'], ['+47 1', '+49 2 ', 'X']) },
);

const directoryClause: fc.Arbitrary<Clause> = fc.oneof(
  { weight: 4, arbitrary: anyClause },
  {
    weight: 2,
    arbitrary: clauseOf(['userAccountControl', 'countryCode', 'USERACCOUNTCONTROL'], [...ORDERS, ...BITS], NUMBERS),
  },
  { weight: 1, arbitrary: clauseOf(['isCriticalSystemObject'], ['EQUAL', 'NOTEQUAL'], ['TRUE', 'True', 'false']) },
  { weight: 1, arbitrary: clauseOf(['dn'], ['ENDSWITH', 'NOTCONTAINS'], ['OU=Staff,DC=corp,DC=example', 'ou=LAB']) },
  { weight: 1, arbitrary: clauseOf([''], ['ISMEMBEROF', 'ISNOTMEMBEROF'], GROUPS) },
  // What the rule language refuses: the rule must be left out, and the report must say so.
  { weight: 1, arbitrary: clauseOf(['countryCode'], ['CONTAINS', 'EQUAL'], ['5', 'five']) },
);

function scopeOf(clause: fc.Arbitrary<Clause>): fc.Arbitrary<readonly (readonly Clause[])[]> {
  const group = fc.array(clause, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(group, { minLength: 1, maxLength: 3 }) },
  );
}

const JOINS: readonly NonNullable<MadeRule['join']>[] = [
  [[['mail', 'mail']]],
  [[['employeeID', 'employeeID', true]], [['mail', 'mail']]],
  [
    [
      ['mail', 'mail'],
      ['c', 'c', true],
    ],
    [['employeeID', 'employeeID']],
  ],
];

/** One rule that links, and some that ride on the link; now and then one with join conditions of its own. */
function directoryRules(connector: string): fc.Arbitrary<readonly MadeRule[]> {
  const corp = connector === CORP;
  const head = fc
    .record({
      link: fc.constantFrom('Provision', 'Provision', corp ? 'Provision' : 'Join', 'StickyJoin'),
      scope: scopeOf(directoryClause),
      join: fc.constantFrom<NonNullable<MadeRule['join']>>(...(corp ? [[]] : []), ...JOINS),
      flows: flowsOf(INBOUND, true),
    })
    .map((made): MadeRule => {
      // Those whom nobody may join by it must be known by it.
      const known = ['mail', 'employeeID', 'c'].map((name): MadeFlow => ({ dest: name, attr: name }));
      return { ...made, name: `Head of ${connector}`, connector, flows: [...made.flows, ...known] };
    });
  const rider = fc
    .record({
      scope: scopeOf(directoryClause),
      join: fc.oneof(
        { weight: 6, arbitrary: fc.constant<NonNullable<MadeRule['join']>>([]) },
        { weight: 1, arbitrary: fc.constantFrom(...JOINS) },
      ),
      flows: flowsOf(INBOUND, true),
      disabled: fc.constantFrom(false, false, false, false, true),
    })
    .map((made): MadeRule => ({ ...made, name: 'Rider: <&> "ü"', connector }));
  return fc
    .tuple(head, fc.array(rider, { maxLength: 3 }))
    .chain(([first, others]) => fc.shuffledSubarray([first, ...others], { minLength: others.length + 1 }));
}

function outboundRules(): fc.Arbitrary<readonly MadeRule[]> {
  const one = fc
    .record({
      scope: scopeOf(fc.oneof({ weight: 6, arbitrary: anyClause }, { weight: 1, arbitrary: directoryClause })),
      flows: flowsOf(OUTBOUND, false),
    })
    .map((made): MadeRule => ({ ...made, name: 'Out', direction: 'Outbound', connector: ENTRA }));
  return fc.array(one, { maxLength: 3 });
}

interface Target {
  readonly name: string;
  readonly holds: Known['gives'] | 'reference' | 'number';
  readonly merge: readonly string[];
  readonly direct: readonly string[];
}

const UPDATE = ['Update', 'Replace', 'update'];

function texts(...names: readonly string[]): readonly Target[] {
  return names.map((name) => ({ name, holds: 'text', merge: UPDATE, direct: TEXT_NAMES }));
}

const INBOUND: readonly Target[] = [
  ...texts('title', 'department', 'company', 'employeeType', 'displayName', 'badge', 'extensionAttribute1'),
  { name: 'otherTelephone', holds: 'texts', merge: ['Merge'], direct: ['otherTelephone', 'title'] },
  { name: 'proxyAddresses', holds: 'texts', merge: ['MergeCaseInsensitive'], direct: ['proxyAddresses', 'mail'] },
  { name: 'otherMobile', holds: 'texts', merge: UPDATE, direct: ['otherTelephone', 'otherMobile'] },
  { name: 'accountEnabled', holds: 'truth', merge: UPDATE, direct: ['isCriticalSystemObject'] },
  { name: 'manager', holds: 'reference', merge: UPDATE, direct: ['manager'] },
  { name: 'level', holds: 'number', merge: UPDATE, direct: ['countryCode', 'userAccountControl'] },
];

const OUTBOUND: readonly Target[] = [
  ...texts('title', 'department', 'company', 'displayName', 'givenName', 'mobile', 'employeeID', 'usageLocation'),
  ...texts('extensionAttribute1', 'proxyAddresses', 'noSuchThing', 'sourceAnchor', 'mail', 'facsimileTelephoneNumber'),
  { name: 'telephoneNumber', holds: 'texts', merge: UPDATE, direct: ['otherTelephone', 'title'] },
  { name: 'otherMail', holds: 'texts', merge: ['MergeCaseInsensitive'], direct: ['proxyAddresses', 'mail'] },
  { name: 'accountEnabled', holds: 'truth', merge: UPDATE, direct: ['accountEnabled'] },
];

/** Texts that YAML, or an expression, would take for something else. */
const CONSTANTS = [
  ...['NULL', 'AuthoritativeNull', 'Norge', '0123', '1e3', 'true', 'no', '~', 'null', '=Trim([title])', ' x ', 'a: b'],
  ...[
    '# c',
    "it's",
    '"q"',
    '- d',
    '{e}',
    '[f]',
    '%Domain.FQDN%',
    '&g',
    '*h',
    '!i',
    '|',
    '>',
    '2026-01-01',
    'ü😀',
    '0x1F',
  ],
];

function flowsOf(targets: readonly Target[], ofDirectory: boolean): fc.Arbitrary<readonly MadeFlow[]> {
  return fc
    .shuffledSubarray([...targets], { minLength: 1, maxLength: 6 })
    .chain((some) => fc.tuple(...some.map((target) => flowTo(target, ofDirectory))));
}

function flowTo({ name, holds, merge, direct }: Target, ofDirectory: boolean): fc.Arbitrary<MadeFlow> {
  const known = KNOWN.filter((one) => one.gives === holds && (ofDirectory || one.ofDirectory !== true));
  const constants = holds === 'text' ? CONSTANTS : holds === 'truth' ? ['True', 'False', 'true'] : [];
  const sources: fc.Arbitrary<Partial<MadeFlow>>[] = [fc.constantFrom(...direct).map((attr) => ({ attr }))];
  if (known.length > 0) {
    sources.push(fc.constantFrom(...known).map(({ text }) => ({ expression: text })));
    sources.push(fc.constantFrom(...known).map(({ text }) => ({ attr: 'cn', expression: text })));
  }
  if (constants.length > 0) sources.push(fc.constantFrom(...constants).map((constant) => ({ constant })));
  return fc
    .tuple(fc.oneof(...sources), fc.constantFrom(...merge), fc.constantFrom(false, false, false, !ofDirectory))
    .map(([source, how, once]): MadeFlow => ({ dest: name, ...source, merge: how, ...(once ? { once } : {}) }));
}

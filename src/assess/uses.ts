import type { AssessedExport, AssessedRule, FeatureKind } from '../model/assessment.ts';
import type { Mastery, TenantType } from '../model/tenant.ts';
import type { Census } from './census.ts';
import { connectorEvidence, connectorsOf, counted, settingEvidence, settingOf } from './evidence.ts';
import type { Known } from './evidence.ts';
import {
  anyOf,
  firstOf,
  found,
  inExport,
  inTenant,
  notFound,
  notInWhole,
  notKnown,
  objects,
  rules,
  setting,
} from './signs.ts';
import type { Sign } from './signs.ts';

const OPTION = 'Microsoft.OptionalFeature.';
const SIGN_ON = 'Microsoft.UserSignIn.SignOnMethod';
const ANCHOR = 'Microsoft.SynchronizationOption.AnchorAttribute';
const JOIN = 'Microsoft.SynchronizationOption.JoinCriteria';
const GUID_ANCHORS: ReadonlySet<string> = new Set(['objectguid', 'ms-ds-consistencyguid']);

/** What shows that a feature is in use. Names of settings are those of Get-ADSyncGlobalSettings. */
export const uses: Readonly<Record<FeatureKind, Sign>> = {
  users: firstOf(masteries('user'), rules(writesTo('user'))),
  securityGroups: firstOf(masteries('group'), rules(writesTo('group'))),
  mailEnabledGroups: firstOf(
    objects(({ mailEnabledGroups }) => mailEnabledGroups, 'group'),
    rules((rule, server) => writesTo('group')(rule, server) && writes(rule, /^proxyAddresses$/i)),
  ),
  dynamicGroups: objects(({ dynamicGroups }) => dynamicGroups, 'group'),
  roleAssignableGroups: objects(({ roleAssignableGroups }) => roleAssignableGroups, 'group'),
  contacts: rules(writesTo('contact')),
  publicFolders: anyOf(
    rules(({ sourceType, targetType }) => /^publicFolder$/i.test(sourceType) || /^publicFolder$/i.test(targetType)),
    optional('ExchangeMailPublicFolder'),
  ),
  mailAttributes: rules(
    (rule, server) => writesTo('user')(rule, server) && writes(rule, /^(?:proxyAddresses|msExch.*|targetAddress)$/i),
  ),
  exchangeWriteback: anyOf(
    setting(`${OPTION}HybridExchange`),
    rules((rule, server) => writesDirectory(rule, server) && writes(rule, /^(?:proxyAddresses|msExch.*)$/i)),
  ),
  deviceSync: anyOf(rules(writesTo('device')), optional('DeviceWriteUp')),
  deviceWriteback: setting(`${OPTION}DeviceWriteBack`),
  passwordHashSync: setting(`${OPTION}PasswordHashSync`),
  passThroughAuthentication: setting(SIGN_ON, (value) => /^pass-?through/.test(value)),
  seamlessSso: setting('Microsoft.UserSignIn.DesktopSsoEnabled'),
  federatedDomains: federatedDomains(),
  passwordWriteback: setting(`${OPTION}PasswordWriteback`),
  groupWriteback: setting(`${OPTION}GroupWriteBack`),
  directoryExtensions: firstOf(
    rules((rule, server) => rule.direction === 'outbound' && isEntra(rule, server) && writes(rule, /^extension_/i)),
    setting(`${OPTION}DirectoryExtension`),
    objects(({ extensions }) => extensions, 'extension property of its own application'),
  ),
  customRules: rules(({ tag }) => tag === undefined),
  multiForest: firstOf(forestsOfExport(), forestsOfWorkspace()),
  linkedMailboxes: linkedMailboxes(),
  otherConnectors: inExport((server) => {
    const others = connectorsOf(server, 'other');
    return others.length > 0 ? found(others.map(connectorEvidence)) : notInWhole(server);
  }),
  guidAnchor: setting(ANCHOR, (value) => GUID_ANCHORS.has(value)),
  otherAnchor: setting(ANCHOR, (value) => value !== '' && !GUID_ANCHORS.has(value)),
  movedToCloud: objects(({ movedToCloud }) => movedToCloud, 'object'),
};

/** An option that servers of some versions do not have: without it the rules decide. */
function optional(name: string): Sign {
  return inExport((server) =>
    settingOf(server, OPTION + name) === 'true' ? found([settingEvidence(server, OPTION + name)]) : notFound(),
  );
}

const MASTERIES: readonly (readonly [Mastery, string])[] = [
  ['otherEngine', 'that another engine masters'],
  ['formerlySynced', 'that another engine mastered, not converted'],
  ['movedToCloud', 'whose source of authority was moved to the cloud'],
  ['cloud', 'of the cloud'],
];

/** Objects of the tenant by who masters them. */
function masteries(type: TenantType): Sign {
  return inTenant(({ byMastery }: Census, { origin }) => {
    const present = MASTERIES.filter(([mastery]) => byMastery[type][mastery] > 0);
    if (present.length === 0) return notFound();
    return found(
      present.map(([mastery, which]) => ({
        text: `${counted(byMastery[type][mastery], type)} ${which}`,
        place: origin,
      })),
    );
  });
}

function isEntra({ connector }: AssessedRule, { connectors }: AssessedExport): boolean {
  return connectors.some(({ id, kind }) => id === connector && kind === 'entra');
}

/** Does an outbound rule make or fill objects of this type in the tenant? */
function writesTo(type: string): (rule: AssessedRule, server: AssessedExport) => boolean {
  return (rule, server) =>
    rule.direction === 'outbound' && rule.targetType.toLowerCase() === type && isEntra(rule, server);
}

function writesDirectory(rule: AssessedRule, { connectors }: AssessedExport): boolean {
  const connector = connectors.find(({ id }) => id === rule.connector);
  return rule.direction === 'outbound' && connector?.kind === 'activeDirectory';
}

function writes({ flows }: AssessedRule, target: RegExp): boolean {
  return flows.some((flow) => target.test(flow.target));
}

/** The tenant knows its domains; a server knows only what its wizard set up. */
function federatedDomains(): Sign {
  const server = setting(SIGN_ON, (value) => /feder|adfs/.test(value));
  return (known) => {
    const { tenant } = known;
    if (tenant === undefined) {
      const said = server(known);
      return said.use === 'inUse' ? said : notKnown('A snapshot of the tenant says it.');
    }
    const names = tenant.facts.domains.filter(({ federated }) => federated).map(({ name }) => name);
    if (names.length === 0) return notFound();
    return found(names.map((name) => ({ text: 'the domain', name, place: tenant.origin })));
  };
}

function forestsOfExport(): Sign {
  return inExport((server) => {
    const forests = connectorsOf(server, 'activeDirectory');
    return forests.length > 1 ? found(forests.map(connectorEvidence)) : notInWhole(server);
  });
}

function forestsOfWorkspace(): Sign {
  return ({ workspace }: Known) => {
    if (workspace === undefined) return notKnown('A workspace says it.');
    const { connectors, folder } = workspace;
    if (connectors.length < 2) return notFound();
    return found(connectors.map((name) => ({ text: 'the connector', name, place: folder })));
  };
}

/** Accounts and mailboxes are matched by security identifiers where there are forests for both. */
function linkedMailboxes(): Sign {
  return inExport((server) => {
    const forests = connectorsOf(server, 'activeDirectory');
    const matching = settingOf(server, JOIN);
    if (matching === 'objectsid' && forests.length > 1) {
      return found([settingEvidence(server, JOIN), ...forests.map(connectorEvidence)]);
    }
    if (matching !== undefined && matching !== 'objectsid') return notFound();
    return notKnown('Accounts with msExchMasterAccountSid in the directory say it.');
  });
}

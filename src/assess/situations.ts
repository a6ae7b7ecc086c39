import type { AssessedExport, AssessedTenant, Evidence, Situation, SituationKind } from '../model/assessment.ts';
import { situationKinds } from '../model/assessment.ts';
import type { SyncAccount } from './census.ts';
import {
  connectorEvidence,
  connectorsOf,
  counted,
  ruleEvidence,
  rulesThat,
  settingEvidence,
  settingOf,
} from './evidence.ts';
import type { Known } from './evidence.ts';

type Finding = Omit<Situation, 'kind'>;

/** What is the case, of each kind; what cannot be known says what is missing. */
export function situationsOf(known: Known): readonly Situation[] {
  return situationKinds.map((kind) => ({ kind, ...finders[kind](known) }));
}

const finders: Readonly<Record<SituationKind, (known: Known) => Finding>> = {
  liveConnect,
  cloudSync,
  stagingServer,
  formerlySynced,
  greenfield,
  federated,
  otherDirectories,
  severalTenants,
};

const STAGING = 'Microsoft.Synchronize.StagingMode';
const NEEDS_TENANT = 'A snapshot of the tenant says it.';
const NEEDS_EXPORT = 'An export of the Entra Connect server says it.';
const NEEDS_SETTINGS = 'The global settings of the server say it; the export lacks them.';

function holds(evidence: readonly Evidence[]): Finding {
  return { standing: 'holds', evidence };
}

function absent(evidence: readonly Evidence[]): Finding {
  return { standing: 'absent', evidence };
}

function unknown(missing: string, evidence: readonly Evidence[] = []): Finding {
  return { standing: 'unknown', evidence, missing };
}

/** Sync is on for the tenant, and this server or the account of one writes it. */
function liveConnect(known: Known): Finding {
  const { tenant } = known;
  const server = known.export === undefined ? [] : activeServer(known.export);
  if (tenant === undefined)
    return unknown(`${NEEDS_TENANT} An export cannot tell whether its server still runs.`, server);
  if (!tenant.facts.liveSync) return absent([syncSwitch(tenant)]);
  const accounts = accountsOf(known, 'connect');
  const evidence = [syncSwitch(tenant), ...server, ...accounts.map(accountEvidence)];
  const isServersTenant = known.export !== undefined && isOfTenant(known.export, tenant);
  if (accounts.some(({ holdsRole }) => holdsRole) || (server.length > 0 && isServersTenant)) return holds(evidence);
  return unknown(
    'Which engine writes is not a fact that was read: an export of the server, or Entra Connect in the admin center, tells.',
    evidence,
  );
}

function cloudSync(known: Known): Finding {
  const { tenant } = known;
  const handedOver = known.export === undefined ? [] : rulesThat(known.export, ({ link }) => link === 'joinNoFlow');
  const rules = handedOver.map(ruleEvidence);
  if (tenant === undefined) return unknown(NEEDS_TENANT, rules);
  if (!tenant.facts.liveSync) return absent([syncSwitch(tenant)]);
  const accounts = accountsOf(known, 'cloudSync');
  const evidence = [syncSwitch(tenant), ...accounts.map(accountEvidence), ...rules];
  if (accounts.some(({ holdsRole }) => holdsRole)) return holds(evidence);
  return unknown(
    'Configurations of Cloud Sync are not read: Entra Connect, Cloud sync in the admin center lists them.',
    evidence,
  );
}

function stagingServer(known: Known): Finding {
  if (known.export === undefined) return unknown(NEEDS_EXPORT);
  switch (settingOf(known.export, STAGING)) {
    case 'true':
      return holds([settingEvidence(known.export, STAGING)]);
    case 'false':
      return absent([settingEvidence(known.export, STAGING)]);
    default:
      return unknown(NEEDS_SETTINGS);
  }
}

/** Sync is off, and what a sync engine wrote is still there. */
function formerlySynced(known: Known): Finding {
  const { tenant } = known;
  if (tenant === undefined) return unknown(NEEDS_TENANT);
  if (tenant.facts.liveSync) return absent([syncSwitch(tenant)]);
  const left = leftovers(known);
  return left.length > 0 ? holds([syncSwitch(tenant), ...left]) : absent([nothingLeft(tenant)]);
}

function greenfield(known: Known): Finding {
  const { tenant } = known;
  if (tenant === undefined) return unknown(NEEDS_TENANT);
  if (tenant.facts.liveSync) return absent([syncSwitch(tenant)]);
  const left = leftovers(known);
  return left.length > 0 ? absent(left) : holds([syncSwitch(tenant), nothingLeft(tenant)]);
}

function federated({ tenant }: Known): Finding {
  if (tenant === undefined) return unknown(NEEDS_TENANT);
  const names = tenant.facts.domains.filter((domain) => domain.federated).map(({ name }) => name);
  if (names.length === 0) return absent([{ text: 'no domain is federated', place: tenant.origin }]);
  return holds(names.map((name) => ({ text: 'the federated domain', name, place: tenant.origin })));
}

function otherDirectories(known: Known): Finding {
  if (known.export === undefined) return unknown(NEEDS_EXPORT);
  const others = connectorsOf(known.export, 'other');
  if (others.length > 0) return holds(others.map(connectorEvidence));
  return known.export.whole
    ? absent(connectorsOf(known.export, 'activeDirectory').map(connectorEvidence))
    : unknown('The export was not read whole.');
}

/** One server writes one tenant: two connectors of that kind are two servers, or two exports in one folder. */
function severalTenants(known: Known): Finding {
  const { tenant, workspace } = known;
  const entra = known.export === undefined ? [] : connectorsOf(known.export, 'entra');
  if (entra.length > 1) return holds(entra.map(connectorEvidence));
  if (tenant !== undefined && workspace !== undefined && !isSame(tenant.facts.tenantId, workspace.tenantId)) {
    return holds([
      { text: 'the tenant', name: tenant.facts.tenantId, place: tenant.origin },
      { text: 'the tenant of the workspace', name: workspace.tenantId, place: workspace.folder },
    ]);
  }
  if (known.export === undefined) return unknown(NEEDS_EXPORT);
  if (tenant !== undefined && !isOfTenant(known.export, tenant)) {
    return unknown(
      'The name of the Entra connector is no domain of the tenant: make sure that both are of one tenant.',
      entra.map(connectorEvidence),
    );
  }
  if (!known.export.whole) return unknown('The export was not read whole.');
  return absent(entra.map(connectorEvidence));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The wizard names the Entra connector after a domain of the tenant: `contoso.onmicrosoft.com - AAD`. */
function isOfTenant(server: AssessedExport, { facts }: AssessedTenant): boolean {
  const names = new Set(facts.domains.map(({ name }) => name.toLowerCase()));
  return connectorsOf(server, 'entra').some(({ name }) => names.has(name.replace(/ - .*$/, '').toLowerCase()));
}

/** The setting that says that the server writes; nothing when it does not, or does not say. */
function activeServer(server: AssessedExport): readonly Evidence[] {
  return settingOf(server, STAGING) === 'false' ? [settingEvidence(server, STAGING)] : [];
}

function syncSwitch({ origin, facts }: AssessedTenant): Evidence {
  const text = facts.liveSync
    ? 'onPremisesSyncEnabled of the tenant is true'
    : 'onPremisesSyncEnabled of the tenant is not true';
  return { text, place: origin };
}

function nothingLeft({ origin }: AssessedTenant): Evidence {
  return { text: 'no object has anything that a sync engine writes', place: origin };
}

function accountsOf({ census }: Known, engine: SyncAccount['engine']): readonly SyncAccount[] {
  return census?.syncAccounts.filter((one) => one.engine === engine) ?? [];
}

function accountEvidence({ name, holdsRole }: SyncAccount): Evidence {
  return {
    text: holdsRole ? 'the account with the role of a sync engine' : 'the account without the role of a sync engine',
    name,
  };
}

/** What sync engines wrote and left behind. */
function leftovers({ census, tenant }: Known): readonly Evidence[] {
  if (census === undefined || tenant === undefined) return [];
  const { user, group } = census.byMastery;
  const rows: readonly (readonly [number, string, string])[] = [
    [user.formerlySynced + group.formerlySynced, 'object', 'that another engine wrote and that was not converted'],
    [user.otherEngine + group.otherEngine, 'object', 'that another engine masters'],
    [census.anchoredUsers, 'user', 'with onPremisesImmutableId and no owner mark'],
    [census.withSid, 'object', 'with onPremisesSecurityIdentifier'],
  ];
  return rows
    .filter(([number]) => number > 0)
    .map(([number, noun, which]) => ({ text: `${counted(number, noun)} ${which}`, place: tenant.origin }));
}

import type { SourceRange } from '../../src/kernel/position.ts';
import type {
  AssessedConnector,
  AssessedExport,
  AssessedRule,
  AssessedTenant,
  AssessmentInput,
} from '../../src/model/assessment.ts';
import { tenantOf } from '../support/world/tenant.ts';
import type { TenantParts } from '../support/world/tenant.ts';

/** Inputs of an assessment that are made up. */

export function placeIn(path: string): SourceRange {
  return { source: { path, text: '\n\n' }, start: 1, end: 1 };
}

export const AD = 'ad-1';
export const ENTRA = 'entra-1';

export function connector(parts: Partial<AssessedConnector> = {}): AssessedConnector {
  return {
    id: AD,
    name: 'corp.example',
    kind: 'activeDirectory',
    category: 'AD',
    range: placeIn('corp.xml'),
    ...parts,
  };
}

export const entra = connector({
  id: ENTRA,
  name: 'contoso.onmicrosoft.com - AAD',
  kind: 'entra',
  category: 'Extensible2',
  range: placeIn('entra.xml'),
});

/** A standard rule of a directory, unless parts say something else. */
export function rule(
  parts: Partial<Omit<AssessedRule, 'flows'>> & { readonly writes?: readonly string[] } = {},
): AssessedRule {
  const { writes = [], ...rest } = parts;
  return {
    name: 'A rule',
    tag: 'Microsoft.ARule.001',
    direction: 'inbound',
    disabled: false,
    connector: AD,
    sourceType: 'user',
    targetType: 'person',
    link: 'join',
    range: placeIn('rule.xml'),
    ...rest,
    flows: writes.map((target) => ({ target, range: placeIn('rule.xml') })),
  };
}

export function outbound(targetType: string, parts: Parameters<typeof rule>[0] = {}): AssessedRule {
  return rule({ direction: 'outbound', connector: ENTRA, sourceType: 'person', targetType, ...parts });
}

export interface ServerParts {
  readonly connectors?: readonly AssessedConnector[];
  readonly rules?: readonly AssessedRule[];
  /** Without `Microsoft.`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly whole?: boolean;
}

export function serverOf({
  connectors = [connector(), entra],
  rules = [],
  settings = {},
  whole = true,
}: ServerParts = {}): AssessedExport & { readonly path: string } {
  const named = Object.entries(settings).map(([name, value]) => [`Microsoft.${name}`, value] as const);
  return {
    path: 'export',
    connectors,
    rules,
    settings: new Map(named),
    settingPlaces: new Map(named.map(([name]) => [name, 'MV.xml:2'])),
    whole,
  };
}

export function assessedTenant(parts: TenantParts = {}): AssessedTenant {
  const { facts, objects } = tenantOf(parts);
  return { origin: 'tenant.snapshot', facts, objects };
}

export function given(parts: {
  readonly server?: ServerParts;
  readonly tenant?: TenantParts;
  readonly workspace?: AssessmentInput['workspace'];
}): AssessmentInput {
  const { server, tenant, workspace } = parts;
  return {
    ...(server === undefined ? {} : { export: serverOf(server) }),
    ...(tenant === undefined ? {} : { tenant: assessedTenant(tenant) }),
    ...(workspace === undefined ? {} : { workspace }),
  };
}

export const WORKSPACE = {
  folder: 'identities',
  tenantId: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
  connectors: ['corp'],
};

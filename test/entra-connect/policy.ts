import { CORP, ENTRA, whole } from './export.ts';
import type { MadeFlow, MadeRule } from './export.ts';

/** Writes the JSON that the wizard would write of a server that is made up. */

export interface MadePolicy {
  readonly rules?: readonly MadeRule[];
  /** Name, tag, number, and whether it takes part. */
  readonly standard?: readonly (readonly [string, string, number, boolean?])[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Further members of the policy, and of its directory. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly ofDirectory?: Readonly<Record<string, unknown>>;
}

export function policyObject({ rules = [], standard = [], include = [], exclude = [], more, ofDirectory }: MadePolicy) {
  const custom = (isTenant: boolean) =>
    rules.filter((rule) => isTenant === (whole(rule).connector === ENTRA)).map(ruleObject);
  const listed = (isTenant: boolean) =>
    standard
      .filter(([, tag]) => isTenant === /AAD/.test(tag))
      .map(([Name, immutableTag, precedence, disabled = false], index) => ({
        Name,
        uniqueIdentifier: `00000000-0000-4000-9000-00000000${isTenant ? '1' : '0'}${String(index).padStart(3, '0')}`,
        immutableTag,
        precedence,
        disabled,
      }));
  return {
    policyMetadata: { type: 'exported', author: 'CORP\\SECRET-ACCOUNT', timeCreated: '2026-01-01 00:00:00Z' },
    deploymentMetadata: {
      hostName: 'SECRET-SERVER',
      serviceAccount: 'SECRET-ACCOUNT',
      databaseServer: 'SECRET-SERVER',
    },
    onpremisesDirectoryPolicy: [
      {
        friendlyName: 'corp.example',
        fullyQualifiedDomainName: 'corp.example',
        uniqueIdentifier: CORP,
        partitionFilters: [
          { distinguishedName: 'DC=corp,DC=example', containerInclusions: include, containerExclusions: exclude },
        ],
        customSynchronizationRules: custom(false),
        standardSynchronizationRules: listed(false),
        ...ofDirectory,
      },
    ],
    azureDirectoryPolicy: {
      friendlyName: 'example - AAD',
      customSynchronizationRules: custom(true),
      standardSynchronizationRules: listed(true),
    },
    ...more,
  };
}

export function policyJson(made: MadePolicy): string {
  return JSON.stringify(policyObject(made), undefined, 2);
}

export function ruleObject(made: MadeRule) {
  const rule = whole(made);
  return {
    name: rule.name,
    description: rule.description,
    internalIdentifier: rule.id,
    uniqueIdentifier: rule.id,
    immutableTag: rule.tag,
    direction: rule.direction,
    disabled: rule.disabled,
    source: rule.from,
    target: rule.to,
    linkType: rule.link,
    precedence: rule.precedence,
    precedenceAfter: '00000000-0000-0000-0000-000000000000',
    enablePasswordSync: rule.passwordSync,
    attributeMappings: rule.flows.map(flowObject),
    scopeFilters: rule.scope.map((group) =>
      group.map(([attribute, condition, value]) => ({ attribute, condition, value })),
    ),
    joinFilters: rule.join.map((group) =>
      group.map(([csAttribute, mvAttribute, caseSensitive = false]) => ({ csAttribute, mvAttribute, caseSensitive })),
    ),
  };
}

function flowObject({ dest, attr, constant, expression, once = false, merge = 'Update' }: MadeFlow) {
  return {
    destination: dest,
    source: [attr ?? constant ?? ''],
    flowType: expression !== undefined ? 'Expression' : attr === undefined ? 'Constant' : 'Direct',
    expression: expression ?? null,
    executeOnce: once,
    valueMergeType: merge,
  };
}

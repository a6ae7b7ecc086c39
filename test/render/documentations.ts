import type { Documentation, DocumentedRule } from '../../src/model/documentation.ts';
import { dnKey } from '../../src/model/dn.ts';
import type { Flow, FlowSource, Rule, ScopeClause, ScopingFilter } from '../../src/model/rule-set.ts';

export const source = { source: { path: 'rules/f.yaml', text: 'name' }, start: 0, end: 4 };

export const direct = (attribute: string): FlowSource => ({ kind: 'direct', attribute });

export function expression(text: string, ...attributes: readonly string[]): FlowSource {
  const never = (): never => {
    throw new Error('nothing was expected to be evaluated');
  };
  return { kind: 'expression', text, attributes, alwaysGives: false, evaluate: never, trace: never };
}

export function flow(target: string, from: FlowSource, more: Partial<Flow> = {}): Flow {
  return { number: 0, target, from, applyOnce: false, merge: 'update', source, ...more };
}

export function equal(attribute: string, value: string): ScopeClause {
  return { attribute, operator: 'equal', comparands: [value], source };
}

export function rule(id: string, more: Partial<Rule> = {}, types?: readonly string[]): DocumentedRule {
  const made: Rule = {
    id,
    direction: 'inbound',
    connectors: ['corp'],
    sourceType: 'user',
    targetType: 'person',
    link: 'join',
    precedence: 10,
    scope: [],
    join: [],
    flows: [],
    source,
    ...more,
  };
  return { rule: made, sourceTypes: types ?? [made.sourceType], own: !/@\d+:/.test(id) };
}

export function filter(name: string, dn: string): ScopingFilter {
  return {
    name,
    connectors: ['corp'],
    containers: [{ dn, key: dnKey(dn), include: true, source }],
    objects: new Map(),
    source,
  };
}

/** A workspace of one directory without rules. */
export function documentationOf(more: Partial<Documentation> = {}): Documentation {
  return {
    topology: {
      workspace: 'contoso',
      tenantId: 'tenant-1',
      ownerMarkApplicationId: 'app-1',
      directoryExtensions: [],
      sourceConnectors: ['corp'],
      newUserSignIn: 'federated',
      otherEngineDomains: undefined,
    },
    settings: {
      tenant: { type: 'sandbox', id: 'tenant-1' },
      connectors: [{ name: 'corp', type: 'ldif', path: './corp.ldif' }],
    },
    policy: {
      limits: [{ operation: 'delete', type: 'user', count: 50, percent: 2 }],
      hazards: [],
      whenBlocked: 'stop',
      deletions: { first: 'disable', graceDays: 30 },
      protect: [{ role: 'any' }],
      floors: [],
      freezes: [],
      rules: [],
      source: { maximumShrinkPercent: 10, maximumAttributeLossPercent: 20, maximumSnapshotAgeHours: 168 },
      evaluation: { maximumFailedPercent: 5 },
      planExpiryHours: 24,
      runs: { keepDays: 90 },
      quotaShare: 0.5,
      tolerance: 0,
    },
    filters: [],
    rules: [],
    attributes: [],
    ...more,
  };
}

import { attributesRead } from '../model/flow-reads.ts';
import { markKey } from '../model/tenant.ts';
import { append } from '../kernel/multimap.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { dnKey } from '../model/dn.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import type { ImportedSource } from '../model/space.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';
import type { Scalar, Value } from '../model/value.ts';
import { keyOf } from './identity.ts';
import type { Link, MetaverseObject } from './identity.ts';
import { compileScope, ofConnector } from './scope.ts';
import type { ScopeTest } from './scope.ts';

/** What rules may ask of the tenant: the memory of earlier runs, and the values it holds. */
export interface TenantView {
  /** Does an object carry the owner mark of the source object with this key? */
  readonly isMarked: (key: string) => boolean;
  /** Present where inbound rules read the tenant. */
  readonly inbound?: TenantInbound;
}

export interface TenantInbound {
  /** The link to the object that carries the mark of the identity. */
  readonly byMark: (object: MetaverseObject) => Link | undefined;
  /** The link to the one user with this anchor, for rules that join by it; undefined where no rule does. */
  readonly byAnchor?: (type: string, anchor: Value | undefined) => Link | undefined;
  /** Attributes of a type that rules read. */
  readonly reads: (type: string) => ReadonlySet<string>;
  /** The same link with other values: rules have it in scope by these. */
  readonly withValues: (link: Link, values: ReadonlyMap<string, Value>) => Link;
}

/** Prepares what rules may ask of a tenant; looked up when first asked. */
export function tenantView(ruleSet: RuleSet, tenant: TenantPopulation | undefined, target: string): TenantView {
  const { workspace } = ruleSet.topology;
  const byMark = lazily(() => indexed(tenant, (one) => markKey(one, workspace)));
  const rules = ruleSet.rules.filter((rule) => rule.direction === 'inbound' && rule.connectors.includes(target));
  const isMarked = (key: string): boolean => byMark().has(key);
  if (rules.length === 0) return { isMarked };

  const source = sourceOf(target);
  const prepared = rules
    .map((rule) => ofConnector(rule, target))
    .map((rule): PreparedRule => ({ rule, test: compileScope(rule.scope) }));
  const names = namesByType(rules);
  const linkTo = (type: string, one: TenantObject, asked: readonly PreparedRule[]): Link | undefined => {
    const ofType = asked.filter(({ rule }) => rule.targetType === type && rule.sourceType === one.type);
    return ofType.length === 0 ? undefined : linkOf(source, one, valuesOf(one, names.get(one.type) ?? NOTHING), ofType);
  };
  const joining = prepared.filter(({ rule }) => rule.join.length > 0);
  const byAnchor = lazily(() => indexed(tenant, (one) => (one.type === 'user' ? one.anchor : undefined)));
  return {
    isMarked,
    inbound: {
      byMark: ({ type, links }) => {
        const found = links.flatMap((link) => byMark().get(keyOf(link.source, link.entry)) ?? []);
        const [only] = found;
        return only === undefined || found.length > 1 ? undefined : linkTo(type, only, prepared);
      },
      ...(joining.length === 0
        ? {}
        : {
            byAnchor: (type, anchor) => {
              const found = typeof anchor === 'string' ? byAnchor().get(anchor) : undefined;
              return found?.[0] === undefined || found.length > 1 ? undefined : linkTo(type, found[0], joining);
            },
          }),
      reads: (type) => names.get(type) ?? NOTHING,
      withValues: (link, values) => {
        const { object } = link.entry;
        const asked = prepared.filter(({ rule }) => rule.sourceType === object.type);
        return {
          ...link,
          entry: { ...link.entry, object: { ...object, attributes: values } },
          rules: inScope(asked, values),
        };
      },
    },
  };
}

const NOTHING: ReadonlySet<string> = new Set();

interface PreparedRule {
  readonly rule: Rule;
  readonly test: ScopeTest;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function indexed(
  tenant: TenantPopulation | undefined,
  nameOf: (object: TenantObject) => string | undefined,
): ReadonlyMap<string, readonly TenantObject[]> {
  const index = new Map<string, TenantObject[]>();
  for (const object of tenant?.objects ?? []) {
    const name = nameOf(object);
    if (name !== undefined) append(index, name, object);
  }
  return index;
}

/** The tenant as a connector space of which nothing is projected: its objects are looked up, never gone through. */
function sourceOf(connector: string): ImportedSource {
  return {
    space: { connector, size: 0, objects: () => [], byDn: () => undefined },
    summary: {
      origin: connector,
      partitions: [],
      readAt: 0,
      parameters: new Map(),
      partitionParameters: new Map(),
      diagnostics: [],
    },
  };
}

function linkOf(
  source: ImportedSource,
  { type, id, name }: TenantObject,
  attributes: ReadonlyMap<string, Value>,
  asked: readonly PreparedRule[],
): Link {
  const entry = { object: { type, anchor: id, dn: name, attributes }, dnKey: dnKey('') };
  return { source, entry, rules: inScope(asked, attributes) };
}

function inScope(asked: readonly PreparedRule[], attributes: ReadonlyMap<string, Value>): readonly Rule[] {
  return asked.filter(({ test }) => test(attributes, () => false)).map(({ rule }) => rule);
}

function namesByType(rules: readonly Rule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { sourceType, scope, flows } of rules) {
    const known = names.get(sourceType) ?? new Set();
    for (const { attribute } of scope.flat()) known.add(attribute);
    for (const flow of flows) for (const name of attributesRead(flow)) known.add(name);
    names.set(sourceType, known);
  }
  return names;
}

/** What rules read of an object; what it is known by was read whatever was asked for. */
function valuesOf(object: TenantObject, names: ReadonlySet<string>): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const name of names) {
    const value = valueOf(
      name === 'id' ? object.id : isAnchor(name, object) ? object.anchor : object.attributes.get(name),
    );
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function isAnchor(name: string, { type }: TenantObject): boolean {
  return name === (type === 'user' ? 'onPremisesImmutableId' : 'uniqueName');
}

function valueOf(json: Json | undefined): Value | undefined {
  if (!Array.isArray(json)) return scalarOf(json);
  const scalars = (json as readonly Json[]).flatMap((one) => scalarOf(one) ?? []);
  return scalars.length === 0 ? undefined : scalars;
}

function scalarOf(json: Json | undefined): Scalar | undefined {
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' ? json : undefined;
}

import { immutableIdOfGuid } from '../kernel/guid.ts';
import { compareText } from '../kernel/text.ts';
import { sidFromBytes } from '../kernel/sid.ts';
import { base64Of } from '../kernel/base64.ts';
import type { DesiredObject, FailedObject } from '../model/desired.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantType } from '../model/tenant.ts';
import { isBytes } from '../model/value.ts';
import type { AttributeReader } from '../model/value.ts';
import { placeOf } from './in-scope.ts';
import { contributes, keyOf } from './identity.ts';
import type { Link } from './identity.ts';
import type { Provisioned } from './outbound.ts';
import type { ReferenceResolver } from './references.ts';

/** The attributes of the tenant that are references, by type; everything else is a plain value. */
const REFERENCES: Readonly<Record<TenantType, string>> = { user: 'manager', group: 'members' };

type Assembled =
  | { readonly kind: 'desired'; readonly object: DesiredObject }
  | { readonly kind: 'failed'; readonly failures: readonly FailedObject[] };

/** Puts together what the tenant object should be. Fails when it has no usable anchor or name. */
export function assembleDesired(ruleSet: RuleSet, one: Provisioned, resolve: ReferenceResolver): Assembled {
  const { object, state, wanted } = one;
  const { primary } = state;
  const [rule] = wanted.rules;
  if (primary === undefined || rule === undefined) throw new TypeError('a provisioned identity has a link and a rule');
  const { connector } = primary.source.space;
  const { anchor: guid, dn } = primary.entry.object;
  const type = tenantType(wanted.type);
  const fail = (message: string): Assembled => ({
    kind: 'failed',
    failures: object.links.filter(contributes).map(({ source, entry }) => ({
      type,
      key: keyOf(source, entry),
      dn: entry.object.dn,
      message,
      at: placeOf(rule),
    })),
  });

  if (type === undefined) return fail(`objects of type ${wanted.type} are not written`);
  const anchors = anchorsOf(ruleSet, type, one, guid);
  if (anchors === undefined) return fail('the metaverse attribute sourceAnchor has no text');
  const nameAttribute = type === 'user' ? 'userPrincipalName' : 'displayName';
  const flowed = wanted.contributions.value(nameAttribute);
  const name = wanted.noFlow ? (state.attributes.get(nameAttribute) ?? dn) : flowed;
  if (typeof name !== 'string') return fail(`${nameAttribute} has no value`);

  const referenceName = REFERENCES[type];
  const attributes = wanted.contributions;
  const referenceFlow = attributes.get(referenceName);
  const references = referenceFlow === undefined ? undefined : resolve(one, referenceName, referenceFlow.value);
  if (referenceFlow !== undefined && references === undefined) return fail(`${referenceName} is no reference`);
  if (type === 'user' && references !== undefined && references.length > 1) return fail('manager has several values');

  return {
    kind: 'desired',
    object: {
      type,
      key: keyOf(primary.source, primary.entry),
      connector,
      guid,
      joinedKeys: object.links.flatMap((link) => (link === primary ? [] : keyOf(link.source, link.entry))),
      ...anchors,
      name,
      dn,
      ...sidOf(primary.entry.object.attributes),
      ...(wanted.noFlow ? { noFlow: placeOf(rule) } : {}),
      attributes,
      once: onceOf(ruleSet, wanted),
      metaverse: state.contributions,
      ...(references === undefined
        ? {}
        : type === 'user'
          ? { manager: references[0] ?? null }
          : { members: references }),
      ...(referenceFlow === undefined ? {} : { referenceFlow }),
    },
  };
}

function tenantType(type: string): TenantType | undefined {
  return type === 'user' || type === 'group' ? type : undefined;
}

/**
 * Users are known by the metaverse attribute sourceAnchor (onPremisesImmutableId), groups by a name made of workspace
 * and objectGUID (uniqueName). Every other value the person could be known by is looked up, too: a tenant object
 * found under one of them is the same person, never a reason to create another.
 */
function anchorsOf(
  ruleSet: RuleSet,
  type: TenantType,
  { object, state }: Provisioned,
  guid: string,
): { readonly anchor: string; readonly otherAnchors: readonly string[] } | undefined {
  if (type === 'group') return { anchor: `lockstep-${ruleSet.topology.workspace}-${guid}`, otherAnchors: [] };
  const anchor = state.attributes.get('sourceAnchor');
  if (typeof anchor !== 'string' || anchor === '') return undefined;
  const candidates = new Set(object.links.filter(contributes).flatMap(anchorsOfLink));
  candidates.delete(anchor);
  return { anchor, otherAnchors: [...candidates].sort(compareText) };
}

function anchorsOfLink({ entry: { object } }: Link): readonly string[] {
  const consistency = object.attributes.get('mS-DS-ConsistencyGuid');
  return [
    immutableIdOfGuid(object.anchor) ?? [],
    consistency !== undefined && isBytes(consistency) ? base64Of(consistency) : [],
  ].flat();
}

function sidOf(source: AttributeReader): { readonly sid?: string } {
  const bytes = source.get('objectSid');
  const sid = bytes !== undefined && isBytes(bytes) ? sidFromBytes(bytes) : undefined;
  return sid === undefined ? {} : { sid };
}

const NEVER_ONCE: ReadonlySet<string> = new Set();

function onceOf(ruleSet: RuleSet, wanted: Provisioned['wanted']): ReadonlySet<string> {
  if (!wanted.rules.some((rule) => rule.flows.some((flow) => flow.applyOnce))) return NEVER_ONCE;
  const once = new Set<string>();
  for (const [name, { flow }] of wanted.contributions) if (ruleSet.flows[flow]?.flow.applyOnce === true) once.add(name);
  return once;
}

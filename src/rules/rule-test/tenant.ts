import type { GivenObject, GivenTenantObject } from '../../model/rule-test.ts';
import type { Mastery, TenantType } from '../../model/tenant.ts';
import type { Value } from '../../model/value.ts';
import { findAttribute } from '../attribute-names.ts';
import { at, entriesOf, isTrue, itemsOf, textOf } from '../tree.ts';
import type { Entry, YamlNode } from '../tree.ts';
import { checkId } from './context.ts';
import type { TestContext } from './context.ts';
import { tenantTypeNames } from './reach.ts';
import { testValue } from './values.ts';

const OWN_KEYS: ReadonlySet<string> = new Set(['of', 'marked', 'mastery', 'guest', 'role', 'leavingSince']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The objects of the tenant that a case names; undefined when it names no tenant. */
export function compileTenant(
  node: YamlNode | undefined,
  given: readonly GivenObject[],
  context: TestContext,
): readonly GivenTenantObject[] | undefined {
  if (node === undefined) return undefined;
  const entries = node.kind === 'list' ? itemsOf(node).flatMap(entriesOf) : entriesOf(node);
  return entries.flatMap((entry) => compileObject(entry, given, context));
}

function compileObject(
  { key, keyRange, value: node }: Entry,
  given: readonly GivenObject[],
  context: TestContext,
): readonly GivenTenantObject[] {
  const type = ['user', 'group'].find((one) => one === key) as TenantType | undefined;
  if (type === undefined) {
    context.report('CFG035', keyRange, `There is no object type ${key} in a tenant of a test.`, 'Write user or group.');
    return [];
  }
  const leavingSince = textOf(at(node, 'leavingSince'));
  if (leavingSince !== undefined && !isDay(leavingSince)) {
    const range = at(node, 'leavingSince')?.range ?? keyRange;
    context.report('CFG042', range, `“${leavingSince}” is no day.`, 'Write it as in 2026-11-01.');
  }
  return [
    {
      type,
      of: ownerOf(node, keyRange, given, context),
      marked: at(node, 'marked') === undefined || isTrue(at(node, 'marked')),
      mastery: (textOf(at(node, 'mastery')) ?? 'cloud') as Mastery,
      guest: isTrue(at(node, 'guest')),
      role: textOf(at(node, 'role')),
      leavingSince,
      attributes: attributesOf(node, type, context),
    },
  ];
}

/** The only given object where none is named. */
function ownerOf(
  node: YamlNode,
  head: Entry['keyRange'],
  given: readonly GivenObject[],
  context: TestContext,
): string | undefined {
  const ofNode = at(node, 'of');
  const ids = new Map(given.map((object) => [object.id, object]));
  if (ofNode !== undefined) {
    const id = textOf(ofNode);
    return id !== undefined && checkId(id, ofNode.range, ids, context) ? id : undefined;
  }
  const [only, ...others] = given;
  if (others.length > 0) {
    context.report(
      'CFG092',
      head,
      'The case gives several objects: of: says whose this one is.',
      'Write of: ID, or of: null.',
    );
  }
  return only?.id;
}

function attributesOf(node: YamlNode, type: TenantType, context: TestContext): ReadonlyMap<string, Value | undefined> {
  const names = tenantTypeNames([type], context);
  const attributes = new Map<string, Value | undefined>();
  for (const entry of entriesOf(node)) {
    if (OWN_KEYS.has(entry.key)) continue;
    const schema = findAttribute(names, entry.key, entry.keyRange, context.report);
    if (schema?.syntax === 'reference') {
      context.report('CFG092', entry.keyRange, `${entry.key} of the tenant is what the rules make it.`, 'Remove it.');
    } else if (schema !== undefined) {
      attributes.set(
        entry.key,
        testValue(entry.value, schema, () => undefined, context.report),
      );
    }
  }
  return attributes;
}

function isDay(text: string): boolean {
  const instant = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

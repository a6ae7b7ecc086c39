import type { SourceRange } from '../../kernel/position.ts';
import { assertNever } from '../../kernel/invariant.ts';
import type { HoldReason } from '../../model/plan.ts';
import type { Expectation, ExpectedOperation, GivenObject } from '../../model/rule-test.ts';
import { findAttribute } from '../attribute-names.ts';
import type { AttributeNames } from '../attribute-names.ts';
import { entriesOf, isTrue, textOf, textsOf } from '../tree.ts';
import type { Entry, YamlNode } from '../tree.ts';
import { checkId, nearestOf } from './context.ts';
import type { TestContext } from './context.ts';
import { referenceOf } from './given.ts';
import { metaverseNames, tenantNames } from './reach.ts';
import { testValue } from './values.ts';

interface Expecting {
  readonly object: GivenObject;
  readonly byId: ReadonlyMap<string, GivenObject>;
  /** The case has a tenant to plan for. */
  readonly planned: boolean;
  readonly context: TestContext;
}

const KEYS = [
  'entra',
  'cleared',
  'leftAlone',
  'metaverse',
  'filtered',
  'outOfScope',
  'provisioned',
  'inScope',
  'notInScope',
  'error',
  'joined',
  'members',
  'manager',
  'held',
  'plan',
] as const;

type Key = (typeof KEYS)[number];

/** What a case expects, object by object; the keys are those of the schema. */
export function compileExpectations(
  node: YamlNode | undefined,
  given: readonly GivenObject[],
  of: { readonly list: boolean; readonly planned: boolean },
  context: TestContext,
): readonly Expectation[] {
  const byId = new Map(given.map((object) => [object.id, object]));
  const [only] = given;
  if (!of.list) return only === undefined ? [] : ofObject(node, { object: only, byId, planned: of.planned, context });
  return entriesOf(node).flatMap((entry) => {
    if (!checkId(entry.key, entry.keyRange, byId, context)) return [];
    const object = byId.get(entry.key);
    return object === undefined ? [] : ofObject(entry.value, { object, byId, planned: of.planned, context });
  });
}

function ofObject(node: YamlNode | undefined, expecting: Expecting): readonly Expectation[] {
  const entries = entriesOf(node);
  checkTogether(entries, expecting);
  return entries.flatMap((entry) => {
    const key = KEYS.find((one) => one === entry.key);
    return key === undefined ? [] : expectationsOf(key, entry, expecting);
  });
}

/** Each of these says what becomes of the whole object: what is filtered out has no attributes in the tenant. */
const ENDS: ReadonlySet<string> = new Set(['filtered', 'outOfScope', 'error']);
const OF_WANTED: ReadonlySet<string> = new Set(['entra', 'cleared', 'leftAlone', 'members', 'manager']);

function checkTogether(entries: readonly Entry[], { context, planned }: Expecting): void {
  const end = entries.find(({ key }) => ENDS.has(key));
  for (const { key, keyRange, value } of entries) {
    const clashes =
      end !== undefined &&
      end.key !== key &&
      (OF_WANTED.has(key) || ENDS.has(key) || (key === 'provisioned' && isTrue(value)));
    if (clashes) context.report('CFG092', keyRange, `${key} cannot be met together with ${end.key}.`);
    if ((key === 'held' || key === 'plan') && !planned) {
      const help = 'Give the case tenant: { user: {} }, or tenant: [] for an empty one.';
      context.report('CFG092', keyRange, `${key} asks for a plan, and the case has no tenant.`, help);
    }
  }
}

function expectationsOf(key: Key, entry: Entry, expecting: Expecting): readonly Expectation[] {
  const { object, context } = expecting;
  const { value: node, keyRange } = entry;
  const at = { of: object.id, source: node.range };
  const text = textOf(node) ?? '';
  switch (key) {
    case 'entra':
      return attributeValues(key, node, tenantNames(object.type, context), expecting);
    case 'metaverse':
      return attributeValues(key, node, metaverseNames(object.type, context), expecting);
    case 'cleared':
    case 'leftAlone': {
      const names = tenantNames(object.type, context);
      return textsOf(node).flatMap(({ text: attribute, range }) =>
        findAttribute(names, attribute, range, context.report) === undefined
          ? []
          : [{ kind: key, attribute, of: object.id, source: range }],
      );
    }
    case 'filtered':
      if (context.filterNames.has(text)) return [{ kind: 'filtered', filter: text, ...at }];
      context.report('CFG091', node.range, `There is no filter ${text}.`, nearestOf(text, context.filterNames));
      return [];
    case 'outOfScope':
      return [{ kind: 'outOfScope', of: object.id, source: keyRange }];
    case 'provisioned':
      return [{ kind: 'provisioned', wanted: isTrue(node), of: object.id, source: keyRange }];
    case 'inScope':
    case 'notInScope':
      return textsOf(node).flatMap(({ text: rule, range }) => ruleIn(rule, range, key === 'inScope', expecting));
    case 'error':
      return [{ kind: 'error', text, ...at }];
    case 'joined':
      return checkId(text, node.range, expecting.byId, context) ? [{ kind: 'joined', to: text, ...at }] : [];
    case 'members': {
      const ids = textsOf(node).filter(({ text: id, range }) => checkId(id, range, expecting.byId, context));
      return [{ kind: 'members', ids: ids.map(({ text: id }) => id), of: object.id, source: keyRange }];
    }
    case 'manager': {
      const id = textOf(node);
      if (id !== undefined && !checkId(id, node.range, expecting.byId, context)) return [];
      return [{ kind: 'manager', id, of: object.id, source: keyRange }];
    }
    case 'held':
      return [{ kind: 'held', reason: text as HoldReason, ...at }];
    case 'plan':
      return [{ kind: 'plan', operation: text as ExpectedOperation, ...at }];
    default:
      return assertNever(key);
  }
}

function ruleIn(rule: string, range: SourceRange, inScope: boolean, expecting: Expecting): readonly Expectation[] {
  const { context, object } = expecting;
  if (context.ruleIds.has(rule)) return [{ kind: 'scope', rule, inScope, of: object.id, source: range }];
  context.report('CFG033', range, `There is no rule ${rule}.`, nearestRule(rule, context.ruleIds));
  return [];
}

/** Rules of packs are called by their whole name; what people remember is its end. */
function nearestRule(rule: string, known: ReadonlySet<string>): string | undefined {
  const whole = [...known].find((one) => one.endsWith(`:${rule}`));
  return whole === undefined ? nearestOf(rule, known) : `Write its whole name, ${whole}.`;
}

function attributeValues(
  kind: 'entra' | 'metaverse',
  node: YamlNode,
  names: AttributeNames,
  { object, byId, context }: Expecting,
): readonly Expectation[] {
  return entriesOf(node).flatMap((entry) => {
    const schema = findAttribute(names, entry.key, entry.keyRange, context.report);
    if (schema === undefined) return [];
    if (kind === 'entra' && schema.syntax === 'reference') {
      const help = `Write ${entry.key} beside entra: it takes ids of the case.`;
      context.report('CFG092', entry.keyRange, `${entry.key} holds references.`, help);
      return [];
    }
    const value = testValue(entry.value, schema, (one) => referenceOf(one, byId, context), context.report);
    return [{ kind, attribute: entry.key, value, of: object.id, source: entry.value.range }];
  });
}

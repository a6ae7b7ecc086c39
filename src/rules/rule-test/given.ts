import { guidFromBytes } from '../../kernel/guid.ts';
import type { SourceRange } from '../../kernel/position.ts';
import { dnKey } from '../../model/dn.ts';
import type { GivenObject } from '../../model/rule-test.ts';
import type { AttributeSchema, ObjectSchema } from '../../model/schema.ts';
import { isReference, valuesOf } from '../../model/value.ts';
import type { Reference, Value } from '../../model/value.ts';
import { attributesOfType, findAttribute } from '../attribute-names.ts';
import { checkType, schemaOfConnectors } from '../context.ts';
import { dnProblem } from '../dn-syntax.ts';
import { at, entriesOf, textOf } from '../tree.ts';
import type { Entry, ScalarNode, YamlNode } from '../tree.ts';
import { checkId, isDnText, nearestOf } from './context.ts';
import type { TestContext } from './context.ts';
import { homeOf, objectGuid, typicalAttributes } from './typical.ts';
import { testValue } from './values.ts';

/** The only object of a case is called by its type. */
interface Named {
  readonly id: string;
  readonly named: boolean;
  readonly idRange: SourceRange;
  readonly typed: Entry;
}

/** An object of which all but its references is known. */
interface Draft extends Omit<GivenObject, 'attributes' | 'anchor'> {
  readonly range: SourceRange;
  readonly schema: ObjectSchema;
  readonly attributes: ReadonlyMap<string, Value>;
  readonly references: readonly Entry[];
}

/** The objects that a case gives, each whole; what is wrong with them is reported. */
export function compileGiven(
  node: YamlNode | undefined,
  typical: YamlNode | undefined,
  context: TestContext,
): readonly GivenObject[] {
  const drafts: Draft[] = [];
  const seen = new Map<string, string>();
  for (const named of namedObjects(node, context)) {
    const draft = draftOf(named, at(typical, named.typed.key), context);
    if (draft === undefined) continue;
    if (!claim(seen, `id ${draft.id}`, draft, 'is called so', named.idRange, context)) continue;
    claim(seen, `dn ${draft.connector} ${dnKey(draft.dn)}`, draft, `has the DN ${draft.dn}`, draft.range, context);
    drafts.push(draft);
  }
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const whole = drafts.map((draft) => withReferences(draft, byId, context));
  return withBackLinks(whole).flatMap((draft) => {
    const { id, connector, type, dn, attributes, range } = draft;
    const guid = objectGuid(attributes);
    const anchor = guid === undefined ? undefined : guidFromBytes(guid);
    if (anchor === undefined) {
      context.report('CFG042', range, `${id} has no objectGUID of 16 bytes, as every object has.`);
      return [];
    }
    claim(seen, `guid ${connector} ${anchor}`, draft, `has the objectGUID ${anchor}`, range, context);
    return { id, connector, type, anchor, dn, attributes };
  });
}

/** False, and reported, when another object of the case has it. */
function claim(
  seen: Map<string, string>,
  key: string,
  { id }: { readonly id: string },
  what: string,
  range: SourceRange,
  { report }: TestContext,
): boolean {
  const owner = seen.get(key);
  if (owner === undefined) seen.set(key, id);
  else report('CFG031', range, `${owner} ${what} already.`);
  return owner === undefined;
}

function namedObjects(node: YamlNode | undefined, { report }: TestContext): readonly Named[] {
  if (node?.kind !== 'list') {
    return entriesOf(node).map((typed) => ({ id: typed.key, named: false, idRange: typed.keyRange, typed }));
  }
  return node.items.flatMap((item) => {
    const idNode = at(item, 'id');
    const [typed, other] = entriesOf(item).filter(({ key }) => key !== 'id');
    if (typed === undefined || other !== undefined) {
      report('CFG025', other?.keyRange ?? item.range, 'An object has an id and one type: { id: ada, user: {} }.');
      return [];
    }
    return { id: textOf(idNode) ?? '', named: true, idRange: idNode?.range ?? item.range, typed };
  });
}

function draftOf({ id, named, typed }: Named, usual: YamlNode | undefined, context: TestContext): Draft | undefined {
  const { report, connectors } = context;
  const connectorNode = at(typed.value, 'connector') ?? at(usual, 'connector');
  const connector = textOf(connectorNode) ?? [...connectors.keys()][0] ?? '';
  const found = connectors.get(connector);
  const schema = schemaOfConnectors([connector], context);
  if (found === undefined || schema === undefined) {
    const detail = `There is no connector ${connector}.`;
    report('CFG032', connectorNode?.range ?? typed.keyRange, detail, nearestOf(connector, connectors.keys()));
    return undefined;
  }
  if (!checkType(schema, typed.key, typed.keyRange, connector, report)) return undefined;
  const type = typed.key;
  const objectSchema = schema.get(type);
  if (objectSchema === undefined) return undefined;
  const entries = [...new Map([...attributeEntries(usual), ...attributeEntries(typed.value)]).values()];
  const said = new Map<string, Value | undefined>();
  const references: Entry[] = [];
  for (const entry of entries) {
    const attribute = attributeOf(entry, type, connector, context);
    if (attribute === undefined) continue;
    if (attribute.syntax === 'reference') references.push(entry);
    else
      said.set(
        entry.key,
        testValue(entry.value, attribute, () => undefined, report),
      );
    checkName(entry, context);
  }
  const home = homeOf(connector, found.partitions, context.filters);
  const attributes = typicalAttributes({ type, id, named, home, schema: objectSchema, said });
  const dn = attributes.get('dn');
  const range = typed.keyRange;
  return {
    id,
    connector,
    type,
    dn: typeof dn === 'string' ? dn : '',
    range,
    schema: objectSchema,
    attributes,
    references,
  };
}

function attributeEntries(node: YamlNode | undefined): readonly (readonly [string, Entry])[] {
  return entriesOf(node)
    .filter(({ key }) => key !== 'connector')
    .map((entry) => [entry.key, entry]);
}

function attributeOf(entry: Entry, type: string, connector: string, context: TestContext): AttributeSchema | undefined {
  const schema = schemaOfConnectors([connector], context);
  const names = schema === undefined ? undefined : attributesOfType(schema, type, `${type} in ${connector}`);
  return names === undefined ? undefined : findAttribute(names, entry.key, entry.keyRange, context.report);
}

/** An object has a name, and one that is well-formed. */
function checkName({ key, value }: Entry, { report }: TestContext): void {
  if (key !== 'dn' && key !== 'distinguishedName') return;
  const problem = dnProblem(textOf(value) ?? '');
  if (problem !== undefined) report('CFG050', value.range, problem);
}

function withReferences(draft: Draft, byId: ReadonlyMap<string, Draft>, context: TestContext): Draft {
  const attributes = new Map(draft.attributes);
  for (const { key, value } of draft.references) {
    const schema = draft.schema.attributes.get(key);
    if (schema === undefined) continue;
    const references = testValue(value, schema, (node) => referenceOf(node, byId, context), context.report);
    if (references === undefined) attributes.delete(key);
    else attributes.set(key, references);
  }
  return { ...draft, attributes };
}

/** A DN, or the id of an object of the case. Reports what is neither. */
export function referenceOf(
  node: ScalarNode,
  byId: ReadonlyMap<string, { readonly dn: string }>,
  context: TestContext,
): string | undefined {
  if (!isDnText(node)) return checkId(node.text, node.range, byId, context) ? byId.get(node.text)?.dn : undefined;
  const problem = dnProblem(node.text);
  if (problem === undefined) return node.text;
  context.report('CFG050', node.range, problem);
  return undefined;
}

/** memberOf is what the directory makes of member: a rule that reads it sees what it would see there. */
function withBackLinks(drafts: readonly Draft[]): readonly Draft[] {
  const groups = new Map<string, Reference[]>();
  for (const { connector, dn, attributes } of drafts) {
    for (const member of valuesOf(attributes.get('member')).filter(isReference)) {
      const key = `${connector} ${dnKey(member.dn)}`;
      groups.set(key, [...(groups.get(key) ?? []), { dn }]);
    }
  }
  return drafts.map((draft) => {
    const memberOf = groups.get(`${draft.connector} ${dnKey(draft.dn)}`);
    if (memberOf === undefined || draft.references.some(({ key }) => key === 'memberOf')) return draft;
    return { ...draft, attributes: new Map([...draft.attributes, ['memberOf', memberOf]]) };
  });
}

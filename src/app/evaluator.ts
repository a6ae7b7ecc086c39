import { diagnostic, DiagnosticError } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { compileExpression, dialects, functionsOf, signatureOf } from '../expression/index.ts';
import type { Dialect, Expression } from '../expression/index.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Schema } from '../model/schema.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import type { Value } from '../model/value.ts';
import { withDeclared } from '../rules/directory-schema.ts';
import { builtInMetaverse } from '../rules/metaverse-attributes.ts';
import { PARAMETERS } from '../rules/sync-rule.ts';
import { parametersOf } from '../sync/inbound.ts';
import { metaverseIdentity } from '../sync/metaverse.ts';
import type { MetaverseIdentity } from '../sync/metaverse.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { evaluationTypes } from './evaluation-types.ts';
import type { EvaluationType, EvaluationTypes } from './evaluation-types.ts';
import { findObject } from './find-object.ts';
import { nameablesOfSources } from './nameables.ts';
import { environment } from './registry.ts';
import { seededRandom } from './seeded-random.ts';
import { setValues } from './set-values.ts';
import { widerImport } from './wider-import.ts';
import type { WiderImport } from './wider-import.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

export type { Dialect } from '../expression/index.ts';

export interface FunctionHelp {
  readonly name: string;
  readonly signature: string;
  readonly summary: string;
  readonly examples: readonly string[];
}

export interface EvaluationRequest {
  /** With or without the `=` before it. */
  readonly text: string;
  /** Of a directory or of the metaverse; default: that of the object, else user. */
  readonly type?: string;
  /** `connect` when not given. */
  readonly dialect?: Dialect;
  /** Any name of an object of a source. */
  readonly object?: string;
  /** `attribute=value`. */
  readonly set: readonly string[];
}

/** Evaluates expressions one after the other; sources are read when the first object is asked for. */
export interface Evaluator {
  readonly types: readonly string[];
  readonly dialects: readonly Dialect[];
  functionsOf(dialect?: Dialect): readonly FunctionHelp[];
  attributesOf(type: string): readonly string[];
  /** undefined when there is no such type. */
  isOfMetaverse(type: string): boolean | undefined;
  /** Issues of the expression, warnings among them. */
  check(request: Pick<EvaluationRequest, 'text' | 'type' | 'dialect'>): readonly Diagnostic[];
  /** Throws DiagnosticError when the expression, the object or a value is not sound. */
  evaluate(request: EvaluationRequest): Promise<Evaluation>;
}

/** A workspace is needed only for objects of its sources; where there is a sound one, its metaverse is taken. */
export async function openEvaluator(world: World, options: WorkspaceOptions): Promise<Evaluator> {
  const opening = openWorkspace(world, options);
  const workspace = await opening.catch((error: unknown) => {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  });
  const types = evaluationTypes(directoryOf(workspace), workspace?.ruleSet.metaverse ?? builtInMetaverse);
  let read: WiderImport | undefined;
  const sources: WiderImport = async (type, attributes) => {
    read ??= widerImport(world, await opening);
    return await read(type, attributes);
  };
  const tools: Tools = { world, types, workspace, sources };
  return {
    types: types.names,
    dialects,
    functionsOf: (dialect = DEFAULT_DIALECT) =>
      [...functionsOf(dialect).values()].map((one) => ({
        name: one.name,
        signature: signatureOf(one),
        summary: one.summary,
        examples: one.examples.map(({ text }) => text),
      })),
    attributesOf: (type) => [...(types.get(type)?.schema.attributes.keys() ?? [])],
    isOfMetaverse: (name) => {
      const type = types.get(name);
      return type === undefined ? undefined : type.ofMetaverse !== undefined;
    },
    check: ({ text, type = DEFAULT_TYPE, dialect = DEFAULT_DIALECT }) =>
      compiled(text, types.find(type), dialect).diagnostics,
    evaluate: (request) => evaluate(tools, request),
  };
}

const DEFAULT_TYPE = 'user';
const DEFAULT_DIALECT = 'connect';

function directoryOf(workspace: Workspace | undefined): Schema {
  const [declared] = [...(workspace?.requests.values() ?? [])].flatMap((request) => request.declared ?? []);
  return withDeclared(environment.schemaOf('ldif'), declared ?? new Map());
}

interface Tools {
  readonly world: World;
  readonly types: EvaluationTypes;
  readonly workspace: Workspace | undefined;
  readonly sources: WiderImport;
}

async function evaluate(tools: Tools, request: EvaluationRequest): Promise<Evaluation> {
  const { world, types, sources } = tools;
  const { dialect = DEFAULT_DIALECT } = request;
  const place = request.object === undefined ? undefined : placeOf(request.object, await sources(DEFAULT_TYPE, []));
  const type = types.find(request.type ?? place?.entry.object.type ?? DEFAULT_TYPE);
  const { expression, text, diagnostics } = compiled(request.text, type, dialect);
  if (expression === undefined) throw new DiagnosticError(diagnostics);
  const given = setValues(request.set, type.schema);
  const read = place === undefined ? NOTHING_READ : await readOf(tools, place, type, expression);
  const attributes = merged(read.attributes, given);
  const { outcome, root } = expression.trace({
    attributes,
    parameters: read.parameters,
    asOf: world.clock.now(),
    random: (length) => world.random.bytes(length),
  });
  return {
    expression: text,
    dialect,
    type: type.name,
    ...(place === undefined ? {} : { object: place.entry.object.dn }),
    reads: expression.attributes.map((attribute) => ({ attribute, value: attributes.get(attribute) })),
    outcome,
    ...(root === undefined ? {} : { steps: root }),
  };
}

/** What an object gives to an expression. */
interface Read {
  readonly attributes: ReadonlyMap<string, Value>;
  readonly parameters: ReadonlyMap<string, string>;
}

const NOTHING_READ: Read = { attributes: new Map(), parameters: new Map() };

/** Of the directory its own values, of the metaverse those that the inbound rules give its identity. */
async function readOf(tools: Tools, place: Place, type: EvaluationType, expression: Expression): Promise<Read> {
  const { ofMetaverse } = type;
  if (ofMetaverse === undefined) {
    const { source, entry } = await again(place, expression, tools.sources);
    return { attributes: entry.object.attributes, parameters: parametersOf(source, entry) };
  }
  const identity = await identityOf(tools, place);
  if (identity?.type !== ofMetaverse) {
    const what = identity === undefined ? 'nothing' : `a ${identity.type}`;
    const detail = `${place.entry.object.dn} is ${what} of the metaverse, not a ${ofMetaverse}.`;
    throw new DiagnosticError([diagnostic('CLI008', { detail })]);
  }
  const values = expression.attributes.flatMap((name): readonly (readonly [string, Value])[] => {
    const value = identity.attributes.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { attributes: new Map(values), parameters: NOTHING_READ.parameters };
}

async function identityOf(
  { world, workspace, sources }: Tools,
  { key }: Place,
): Promise<MetaverseIdentity | undefined> {
  if (workspace === undefined) return undefined;
  const { ruleSet } = workspace;
  const ports = { asOf: world.clock.now(), random: seededRandom(ruleSet.topology.workspace) };
  return metaverseIdentity(ruleSet, await sources(DEFAULT_TYPE, []), ports, key);
}

interface Place {
  readonly key: string;
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
}

function placeOf(name: string, sources: readonly ImportedSource[]): Place {
  return placeOfKey(findObject(name, nameablesOfSources(sources)).key, sources);
}

function placeOfKey(key: string, sources: readonly ImportedSource[]): Place {
  for (const source of sources) {
    for (const entry of source.space.objects()) {
      if (`${source.space.connector}/${entry.object.anchor}` === key) return { key, source, entry };
    }
  }
  throw new DiagnosticError([diagnostic('CLI005', { detail: `${key} is gone.` })]);
}

/** What no rule reads was not imported: an attribute that was not read is not an absent one. */
async function again({ key, entry }: Place, expression: Expression, sources: WiderImport): Promise<Place> {
  return placeOfKey(key, await sources(entry.object.type, expression.attributes));
}

function merged(
  read: ReadonlyMap<string, Value>,
  given: ReadonlyMap<string, Value | undefined>,
): ReadonlyMap<string, Value> {
  const attributes = new Map(read);
  for (const [name, value] of given) {
    if (value === undefined) attributes.delete(name);
    else attributes.set(name, value);
  }
  return attributes;
}

interface Compiled {
  readonly expression: Expression | undefined;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** An outbound flow knows no parameters: they are those of a source. */
const NO_PARAMETERS: ReadonlySet<string> = new Set();

/** Issues stand at their place in what was typed, the `=` of a flow included. */
function compiled(typed: string, { ofMetaverse, schema: { attributes } }: EvaluationType, dialect: Dialect): Compiled {
  const skip = /^\s*=/.exec(typed)?.[0].length ?? 0;
  const text = typed.slice(skip);
  const source = { path: 'expression', text: typed };
  const { expression, issues } = compileExpression(text, {
    attribute: (name) => attributes.get(name),
    attributeNames: [...attributes.keys()],
    parameters: ofMetaverse === undefined ? PARAMETERS : NO_PARAMETERS,
    dialect,
  });
  const diagnostics = issues.map(({ code, detail, help, start, end }) =>
    diagnostic(code, {
      detail,
      range: { source, start: start + skip, end: end + skip },
      ...(help === undefined ? {} : { help }),
    }),
  );
  return { expression, text, diagnostics };
}

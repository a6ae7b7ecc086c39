import { diagnostic, DiagnosticError } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { didYouMean } from '../kernel/text.ts';
import { compileExpression, functionsOf, signatureOf } from '../expression/index.ts';
import type { Expression } from '../expression/index.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { ObjectSchema } from '../model/schema.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import type { Value } from '../model/value.ts';
import { PARAMETERS } from '../rules/sync-rule.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { findObject } from './find-object.ts';
import { nameablesOfSources } from './nameables.ts';
import { environment } from './registry.ts';
import { setValues } from './set-values.ts';
import { widerImport } from './wider-import.ts';
import type { WiderImport } from './wider-import.ts';
import { openWorkspace } from './workspace.ts';

export interface FunctionHelp {
  readonly name: string;
  readonly signature: string;
  readonly summary: string;
  readonly examples: readonly string[];
}

export interface EvaluationRequest {
  /** With or without the `=` before it. */
  readonly text: string;
  /** Of a directory; default: that of the object, else user. */
  readonly type?: string;
  /** Any name of an object of a source. */
  readonly object?: string;
  /** `attribute=value`. */
  readonly set: readonly string[];
}

/** Evaluates expressions one after the other; sources are read when the first object is asked for. */
export interface Evaluator {
  readonly types: readonly string[];
  readonly functions: readonly FunctionHelp[];
  attributesOf(type: string): readonly string[];
  /** Issues of the expression, warnings among them. */
  check(request: Pick<EvaluationRequest, 'text' | 'type'>): readonly Diagnostic[];
  /** Throws DiagnosticError when the expression, the object or a value is not sound. */
  evaluate(request: EvaluationRequest): Promise<Evaluation>;
}

/** A workspace is needed only for objects of its sources. */
export function openEvaluator(world: World, options: WorkspaceOptions): Evaluator {
  let opened: Promise<WiderImport> | undefined;
  const sources: WiderImport = async (type, attributes) => {
    opened ??= openWorkspace(world, options).then((workspace) => widerImport(world, workspace));
    return (await opened)(type, attributes);
  };
  return {
    types: [...directory.keys()],
    functions: [...functionsOf('connect').values()].map((one) => ({
      name: one.name,
      signature: signatureOf(one),
      summary: one.summary,
      examples: one.examples.map(({ text }) => text),
    })),
    attributesOf: (type) => [...(directory.get(type)?.attributes.keys() ?? [])],
    check: ({ text, type = DEFAULT_TYPE }) => compiled(text, schemaOf(type)).diagnostics,
    evaluate: (request) => evaluate(world, request, sources),
  };
}

const DEFAULT_TYPE = 'user';
const directory = environment.schemaOf('ldif');

async function evaluate(world: World, request: EvaluationRequest, sources: WiderImport): Promise<Evaluation> {
  const place = request.object === undefined ? undefined : placeOf(request.object, await sources(DEFAULT_TYPE, []));
  const type = request.type ?? place?.entry.object.type ?? DEFAULT_TYPE;
  const schema = schemaOf(type);
  const { expression, text, diagnostics } = compiled(request.text, schema);
  if (expression === undefined) throw new DiagnosticError(diagnostics);
  const given = setValues(request.set, schema);
  const read = place === undefined ? undefined : await again(place, expression, sources);
  const attributes = merged(read?.entry.object.attributes, given);
  const { outcome, root } = expression.trace({
    attributes,
    parameters: read?.source.summary.parameters ?? new Map(),
    asOf: world.clock.now(),
    random: (length) => world.random.bytes(length),
  });
  return {
    expression: text,
    type,
    ...(place === undefined ? {} : { object: place.entry.object.dn }),
    reads: expression.attributes.map((attribute) => ({ attribute, value: attributes.get(attribute) })),
    outcome,
    ...(root === undefined ? {} : { steps: root }),
  };
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
  read: ReadonlyMap<string, Value> | undefined,
  given: ReadonlyMap<string, Value | undefined>,
): ReadonlyMap<string, Value> {
  const attributes = new Map(read);
  for (const [name, value] of given) {
    if (value === undefined) attributes.delete(name);
    else attributes.set(name, value);
  }
  return attributes;
}

function schemaOf(type: string): ObjectSchema {
  const schema = directory.get(type);
  if (schema !== undefined) return schema;
  const near = didYouMean(type, directory.keys());
  const help = near === undefined ? `Known types: ${[...directory.keys()].join(', ')}.` : `Did you mean ${near}?`;
  throw new DiagnosticError([diagnostic('CLI008', { detail: `There is no object type “${type}”.`, help })]);
}

interface Compiled {
  readonly expression: Expression | undefined;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Issues stand at their place in what was typed, the `=` of a flow included. */
function compiled(typed: string, { attributes }: ObjectSchema): Compiled {
  const skip = /^\s*=/.exec(typed)?.[0].length ?? 0;
  const text = typed.slice(skip);
  const source = { path: 'expression', text: typed };
  const { expression, issues } = compileExpression(text, {
    attribute: (name) => attributes.get(name),
    attributeNames: [...attributes.keys()],
    parameters: PARAMETERS,
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

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Report } from './problems.ts';
import { didYouMean } from '../kernel/text.ts';
import { reportShape } from './shape-problem.ts';
import { toJson } from './tree.ts';
import type { MapNode } from './tree.ts';

/** The kinds of document, each with the file of its JSON Schema. */
const schemaFiles = {
  Topology: 'topology',
  ScopingFilter: 'scoping-filter',
  SyncRule: 'sync-rule',
  Metaverse: 'metaverse',
  DirectorySchema: 'directory-schema',
  Policy: 'policy',
  Adoption: 'adoption',
  Approval: 'approval',
  RuleTest: 'rule-test',
  Pins: 'pins',
} as const;

export type Kind = keyof typeof schemaFiles;

/** More than this in one document are not looked at: no one reads them. */
const MOST_ERRORS = 500;

export const kinds = Object.keys(schemaFiles) as readonly Kind[];

/** Checks a document against the schema of its kind, the same that editors use. True when it is sound. */
export function checkShape(kind: Kind, document: MapNode, report: Report): boolean {
  const validate = validatorOf(kind);
  if (validate(toJson(document))) return true;
  const errors = (validate.errors ?? []).slice(0, MOST_ERRORS);
  for (const error of withoutConsequences(errors)) reportShape(error, document, report);
  return false;
}

let compiler: Ajv2020 | undefined;

function validatorOf(kind: Kind): ValidateFunction {
  compiler ??= newCompiler();
  const validate = compiler.getSchema(`${schemaFiles[kind]}.schema.json`);
  if (validate === undefined) throw new Error(`no schema of ${kind}`);
  return validate as ValidateFunction;
}

function newCompiler(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    ownProperties: true,
  });
  for (const name of ['common', ...Object.values(schemaFiles)]) ajv.addSchema(readSchema(name));
  return ajv;
}

function readSchema(name: string): object {
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

/** One error for one problem: what follows from another error, and the words that only group others, are dropped. */
function withoutConsequences(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'oneOf');
  const wrongType = new Set(errors.filter((error) => error.keyword === 'type').map((error) => error.instancePath));
  const unknown = errors.filter((error) => error.keyword === 'additionalProperties');
  const unwanted = errors.filter((error) => error.keyword === 'false schema').map((error) => error.instancePath);
  return errors.filter((error) => {
    if (error.keyword === 'if') return false;
    if (error.keyword !== 'false schema' && unwanted.some((path) => `${error.instancePath}/`.startsWith(`${path}/`)))
      return false;
    if (error.keyword !== 'type' && wrongType.has(error.instancePath)) return false;
    if (error.keyword === 'required' && unknown.some((other) => isMistyped(error, other))) return false;
    return !choices.some((choice) => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`));
  });
}

/** Whether the key that is missing is there, and was only mistyped: the unknown key says so itself. */
function isMistyped(missing: ErrorObject, unknown: ErrorObject): boolean {
  if (missing.instancePath !== unknown.instancePath) return false;
  const key = (missing.params as { readonly missingProperty: string }).missingProperty;
  const typed = (unknown.params as { readonly additionalProperty: string }).additionalProperty;
  return didYouMean(typed, [key]) !== undefined;
}

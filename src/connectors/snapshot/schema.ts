import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { invariant } from '../../kernel/invariant.ts';

/** The lines that the schema describes; the lines of a source are all of one shape. */
export type LineShape = 'head' | 'sourceObject' | 'tenantLine';

const ID = 'urn:lockstep:schema:snapshot-line';

let ajv: Ajv2020 | undefined;
const compiled = new Map<LineShape, ValidateFunction>();

/** Why a line has not the shape that is asked for; undefined when it has. */
export function shapeProblem(line: object, shape: LineShape): string | undefined {
  let validate = compiled.get(shape);
  if (validate === undefined) {
    validate = compile(shape);
    compiled.set(shape, validate);
  }
  if (validate(line)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}`.trim();
}

function compile(shape: LineShape): ValidateFunction {
  ajv ??= loadSchema();
  const validate = ajv.getSchema(`${ID}#/$defs/${shape}`);
  invariant(validate !== undefined, `the schema of snapshots has no ${shape}`);
  return validate;
}

function loadSchema(): Ajv2020 {
  const file = new URL('../../../schemas/snapshot-line.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
  const options = { discriminator: true, strict: true, strictRequired: false, allowUnionTypes: true, allErrors: false };
  const made = new Ajv2020(options);
  made.addSchema(schema);
  return made;
}

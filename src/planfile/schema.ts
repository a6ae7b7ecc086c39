import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { CompactLine } from './lines.ts';

let validate: ValidateFunction | undefined;

/** Why a line has not the shape that the schema of its kind asks for; undefined when it has. */
export function checkLine(line: CompactLine): string | undefined {
  validate ??= compileSchema();
  if (validate(line)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}`.trim();
}

function compileSchema(): ValidateFunction {
  const file = new URL('../../schemas/plan-line.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
  return new Ajv2020({ discriminator: true, strict: true, strictRequired: false, allErrors: false }).compile(schema);
}

import type { ExpressionFunction } from '../function.ts';
import { certificateFunctions } from './certificate.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './date.ts';
import { directoryFunctions } from './directory.ts';
import { evaluationFunctions } from './evaluation.ts';
import { flowFunctions } from './flow.ts';
import { mathFunctions } from './math.ts';
import { multiValuedFunctions } from './multi-valued.ts';
import { textFunctions } from './text.ts';

/** Every function of the dialect connect by its name. */
export const connectFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  [
    textFunctions,
    conversionFunctions,
    dateFunctions,
    directoryFunctions,
    evaluationFunctions,
    mathFunctions,
    multiValuedFunctions,
    flowFunctions,
    certificateFunctions,
  ].flatMap((group) => group.map((one): [string, ExpressionFunction] => [one.name, one])),
);

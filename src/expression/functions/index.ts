import type { ExpressionFunction } from '../function.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './date.ts';
import { directoryFunctions } from './directory.ts';
import { evaluationFunctions } from './evaluation.ts';
import { flowFunctions } from './flow.ts';
import { mathFunctions } from './math.ts';
import { multiValuedFunctions } from './multi-valued.ts';
import { textFunctions } from './text.ts';

/** Every function by its name. The reference is generated from this table, and its examples are tests. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  [
    textFunctions,
    conversionFunctions,
    dateFunctions,
    directoryFunctions,
    evaluationFunctions,
    mathFunctions,
    multiValuedFunctions,
    flowFunctions,
  ].flatMap((group) => group.map((one): [string, ExpressionFunction] => [one.name, one])),
);

/** Functions of the language that read X.509 certificates: known, so that a call is not taken for a mistake. */
export const functionsToCome: ReadonlySet<string> = new Set([
  'CertExtensionOids',
  'CertFormat',
  'CertFriendlyName',
  'CertHashString',
  'CertIssuer',
  'CertIssuerDN',
  'CertIssuerOid',
  'CertKeyAlgorithm',
  'CertKeyAlgorithmParams',
  'CertNameInfo',
  'CertNotAfter',
  'CertNotBefore',
  'CertPublicKeyOid',
  'CertPublicKeyParametersOid',
  'CertSerialNumber',
  'CertSignatureAlgorithmOid',
  'CertSubject',
  'CertSubjectNameDN',
  'CertSubjectNameOid',
  'CertThumbprint',
  'CertVersion',
  'IsCert',
]);

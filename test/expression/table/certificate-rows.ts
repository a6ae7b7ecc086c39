import { Buffer } from 'node:buffer';
import { exampleCertificate } from '../../../src/expression/functions/example-certificate.ts';
import { functionsOf } from '../../../src/expression/index.ts';
import { refused, rowsOf, wrong } from './row.ts';
import type { Row } from './row.ts';

const page = 'Microsoft Entra Connect Sync: Functions Reference';
const f = rowsOf('connect', page);
const { bytes } = exampleCertificate;
const base64 = Buffer.from(bytes).toString('base64');
const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`;
const notOne = { c: Uint8Array.of(1, 2, 3) };

/** Functions of a certificate alone that give a text or nothing: they behave alike where there is none. */
const plainOnes = [...functionsOf('connect').values()].filter(
  (one) => one.name.startsWith('Cert') && one.parameters.length === 1 && one.result.includes('str'),
);

export const certificateRows: readonly Row[] = [
  ...plainOnes
    .filter(({ list }) => list === undefined)
    .flatMap(({ name, examples: [example] }) =>
      f(name, ['several', `${name}([c])`, severalOf(example?.result), { c: [bytes, bytes] }]),
    ),
  ...plainOnes.flatMap(({ name, examples: [example] }) =>
    f(
      name,
      ['normal', `${name}([c])`, example?.result, { c: bytes }],
      ['normal', `${name}([c])`, example?.result, { c: base64 }],
      ['null', `${name}([objectGUID])`, null],
      ['empty', `${name}([c])`, refused, { c: new Uint8Array() }],
      ['error', `${name}([c])`, refused, notOne],
      ['error', `${name}([c])`, refused, { c: bytes.subarray(0, 100) }],
      ['boundary', `${name}([c])`, example?.result, { c: pem }],
    ),
  ),
  ...f(
    'IsCert',
    ['normal', 'IsCert([c])', true, { c: bytes }],
    ['null', 'IsCert([objectGUID])', false],
    ['empty', 'IsCert([c])', false, { c: new Uint8Array() }],
    ['several', 'Count(Where($i, [c], IsCert($i)))', 1, { c: [bytes, Uint8Array.of(48, 0)] }],
    ['boundary', 'IsCert([c])', true, { c: pem }],
    ['error', 'IsCert([c])', false, { c: 'no' }],
  ),
  ...f(
    'CertNotAfter',
    ['normal', 'CertNotAfter([c]) > Now()', true, { c: bytes }],
    ['null', 'CertNotAfter([objectGUID]) > Now()', false],
    ['several', 'Count(Where($i, [c], CertNotAfter($i) > Now()))', 2, { c: [bytes, bytes] }],
    ['empty', 'CertNotAfter([c]) > Now()', refused, { c: new Uint8Array() }],
    ['boundary', 'CertNotAfter([c]) > Now()', true, { c: pem }],
    ['error', 'CertNotAfter([c]) > Now()', refused, notOne],
  ),
  ...f(
    'CertNotBefore',
    ['normal', 'CertNotBefore([c]) < Now()', true, { c: bytes }],
    ['null', 'CertNotBefore([objectGUID]) < Now()', false],
    ['empty', 'CertNotBefore([c]) < Now()', refused, { c: new Uint8Array() }],
    ['several', 'Count(Where($i, [c], CertNotBefore($i) < Now()))', 2, { c: [bytes, bytes] }],
    ['boundary', 'CertNotBefore([c]) < Now()', true, { c: pem }],
    ['error', 'CertNotBefore([c]) < Now()', refused, notOne],
  ),
  ...f(
    'CertNameInfo',
    ['normal', 'CertNameInfo([c], "SimpleName", False)', 'Ada Byron', { c: bytes }],
    ['normal', 'CertNameInfo([c], "EmailName", False)', 'ada@contoso.com', { c: bytes }],
    ['normal', 'CertNameInfo([c], "DnsName", False)', 'ada.contoso.com', { c: bytes }],
    ['normal', 'CertNameInfo([c], "UrlName", False)', 'https://contoso.com/ada', { c: bytes }],
    ['boundary', 'CertNameInfo([c], "DnsName", True)', 'Corp CA', { c: bytes }],
    ['empty', 'CertNameInfo([c], "UpnName", True)', '', { c: bytes }],
    ['null', 'CertNameInfo([objectGUID], "UpnName", True)', null],
    ['several', 'CertNameInfo([c], "SimpleName", False)', ['Ada Byron', 'Ada Byron'], { c: [bytes, bytes] }],
    ['error', 'CertNameInfo([c], "Name", False)', wrong('EXP018'), { c: bytes }],
  ),
  ...f('CertExtensionOids', ['several', 'CertExtensionOids([c])', refused, { c: [bytes, bytes] }]),
];

/** What two certificates alike give: twice the same, or twice nothing. */
function severalOf(one: unknown): unknown {
  return one === null || one === '' ? null : [one, one];
}

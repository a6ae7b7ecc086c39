import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validate } from '../../src/app/index.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { worldIn } from '../support/run/world.ts';

const GUID = '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10';

async function isSound(auth: string): Promise<boolean> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'corp.ldif'), '');
  writeFileSync(
    join(folder, 'lockstep.yaml'),
    `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: entra, id: ${GUID}, auth: ${auth} }
  connectors: [{ name: corp, type: ldif, path: ./corp.ldif }]
  ownerMark: { applicationId: ${GUID} }
  extends: [lockstep/default@1]
  signIn: { newUsers: externalPassword }
`,
  );
  return (await validate(worldIn(folder), {})).rulesDigest !== undefined;
}

test.each([
  [`{ method: federated, clientId: ${GUID} }`, true],
  ['{ method: federated, clientId: env:LOCKSTEP_CLIENT_ID }', true],
  [`{ method: federated, clientId: ${GUID}, assertion: env:ID_TOKEN }`, true],
  [`{ method: federated, clientId: ${GUID}, secret: env:SECRET }`, false],
  [`{ method: federated, clientId: ${GUID}, certificate: file:./a.pem }`, false],
  ['{ method: federated, clientId: the reader }', false],
  [`{ method: secret, clientId: ${GUID}, secret: env:SECRET, assertion: env:ID_TOKEN }`, false],
  ['{ method: secret, clientId: env:LOCKSTEP_CLIENT_ID, secret: env:SECRET }', true],
])('a sign-in of %s is sound: %s', async (auth, sound) => {
  expect(await isSound(auth)).toBe(sound);
});

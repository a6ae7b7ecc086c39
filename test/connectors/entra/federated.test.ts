import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entraConnector } from '../../../src/connectors/entra/index.ts';
import type { TenantAuth } from '../../../src/model/settings.ts';
import { clientCertificate, temporaryFolder } from '../../sandbox/support.ts';
import { countingRandom, realClock } from './ports.ts';
import { CLIENT, contextWith, startSandbox, TENANT } from './sandbox.ts';
import type { RunningSandbox } from './sandbox.ts';

let sandbox: RunningSandbox;
let client: { readonly certificate: string; readonly key: string };

beforeAll(async () => {
  client = await clientCertificate();
  const file = join(temporaryFolder(), 'client.pem');
  writeFileSync(file, client.certificate);
  sandbox = await startSandbox([], ['--client-certificate', file]);
});
afterAll(async () => {
  await sandbox.stop();
});

let count = 0;

/** A token as an issuer gives it that the application trusts. */
async function assertion(): Promise<string> {
  const thumbprint = createHash('sha256').update(new X509Certificate(client.certificate).raw).digest('base64url');
  return await new SignJWT({})
    .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint })
    .setIssuer(CLIENT)
    .setSubject(CLIENT)
    .setAudience(`${sandbox.url}/${TENANT}/oauth2/v2.0/token`)
    .setJti(`jti-${++count}`)
    .setNotBefore('0s')
    .setExpirationTime('5m')
    .sign(createPrivateKey(client.key));
}

const AUTH = { method: 'federated', clientId: 'env:LOCKSTEP_CLIENT_ID' } as const;

/** Reads the tenant; `asked` tells which references were read. */
function reading(auth: TenantAuth, secrets: Readonly<Record<string, string | (() => Promise<string>)>>) {
  const asked: string[] = [];
  const connector = entraConnector({
    settings: { type: 'entra', id: TENANT, auth, endpoint: { authority: sandbox.url, graph: sandbox.url } },
    ownerMarkApplicationId: CLIENT,
    readSecret: async (reference) => {
      asked.push(reference);
      const found = secrets[reference] ?? '';
      return Buffer.from(typeof found === 'string' ? found : await found());
    },
    clock: realClock,
    random: countingRandom(),
    quotaShare: 1,
    tlsCa: sandbox.ca,
  });
  const request = { attributes: { user: [], group: [] }, managers: false };
  return { asked, read: () => connector.read(request, () => true, contextWith()) };
}

describe('signing in by workload identity federation', () => {
  test('the token is in the file that the variable names, and the application in a variable', async () => {
    const { asked, read } = reading(AUTH, {
      'env:LOCKSTEP_CLIENT_ID': ` ${CLIENT}\n`,
      'env:AZURE_FEDERATED_TOKEN_FILE': '/run/id-token\n',
      'file:/run/id-token': assertion,
    });
    expect((await read()).facts.tenantId).toBe(TENANT);
    expect(new Set(asked)).toEqual(
      new Set(['env:LOCKSTEP_CLIENT_ID', 'env:AZURE_FEDERATED_TOKEN_FILE', 'file:/run/id-token']),
    );
  });

  test('the token is where the topology says', async () => {
    const auth = { method: 'federated', clientId: CLIENT, assertion: 'env:ID_TOKEN' } as const;
    const { asked, read } = reading(auth, { 'env:ID_TOKEN': assertion });
    expect((await read()).facts.tenantId).toBe(TENANT);
    expect(new Set(asked)).toEqual(new Set(['env:ID_TOKEN']));
  });

  test.each([
    ['a token that is none', { 'env:LOCKSTEP_CLIENT_ID': CLIENT, 'file:/t': 'not.a.token' }, 'ENT002'],
    ['an empty token', { 'env:LOCKSTEP_CLIENT_ID': CLIENT, 'file:/t': ' \n' }, 'ENT007'],
    ['no application', { 'env:LOCKSTEP_CLIENT_ID': 'the reader', 'file:/t': 'x' }, 'ENT007'],
    [
      'an application that the tenant does not know',
      { 'env:LOCKSTEP_CLIENT_ID': TENANT, 'file:/t': 'x.y.z' },
      'ENT002',
    ],
  ])('%s is refused, and nothing of it is shown', async (_, secrets, code) => {
    const { read } = reading(AUTH, { 'env:AZURE_FEDERATED_TOKEN_FILE': '/t', ...secrets });
    const failure = await read().then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({ diagnostics: [{ code }] });
    expect(failure?.message).not.toContain('not.a.token');
    expect(failure?.message).not.toContain('the reader');
  });
});

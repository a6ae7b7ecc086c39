import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientCertificate,
  clientId,
  domain,
  secret,
  startSandbox,
  temporaryFolder,
  type Reply,
  type RunningSandbox,
} from './support.ts';

const scope = 'https://graph.microsoft.com/.default';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
let sandbox: RunningSandbox;
let client: { certificate: string; key: string };
let folder: string;

beforeAll(async () => {
  client = await clientCertificate();
  folder = temporaryFolder();
  writeFileSync(join(folder, 'client.pem'), client.certificate);
  sandbox = await startSandbox(['--client-certificate', join(folder, 'client.pem'), '--log']);
});
afterAll(async () => {
  await sandbox.stop();
});

function options() {
  return { authorityHost: sandbox.url, disableInstanceDiscovery: true, tlsOptions: { ca: sandbox.ca } } as never;
}

async function requestToken(form: Record<string, string>, tenant = sandbox.tenantId): Promise<Reply> {
  return await sandbox.raw('POST', `/${tenant}/oauth2/v2.0/token`, {
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, scope, ...form }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

async function sign(
  change: { claims?: JWTPayload; header?: Record<string, unknown>; key?: string; thumbprintOf?: string } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const thumbprint = createHash('sha256')
    .update(new X509Certificate(change.thumbprintOf ?? client.certificate).raw)
    .digest('base64url');
  const claims = {
    aud: `${sandbox.url}/${sandbox.tenantId}/oauth2/v2.0/token`,
    iss: clientId,
    sub: clientId,
    jti: `jti ${Math.random()}`,
    nbf: now,
    iat: now,
    exp: now + 600,
    ...change.claims,
  };
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint, ...change.header };
  return await new SignJWT(claims).setProtectedHeader(header).sign(createPrivateKey(change.key ?? client.key));
}

async function assertWith(assertion: string): Promise<Reply> {
  return await requestToken({ client_assertion: assertion, client_assertion_type: assertionType });
}

describe("Microsoft's own credential classes", () => {
  test('a certificate gets a token that opens the tenant', async () => {
    const pem = join(folder, 'both.pem');
    writeFileSync(pem, client.key + client.certificate);
    const credential = new ClientCertificateCredential(sandbox.tenantId, clientId, { certificatePath: pem }, options());
    const token = await credential.getToken(scope);
    const reply = await sandbox.raw('GET', '/v1.0/organization', {
      headers: { authorization: `Bearer ${token.token}` },
    });
    expect(reply.status).toBe(200);
    expect(reply.body.value?.[0]?.['id']).toBe(sandbox.tenantId);
    expect(token.expiresOnTimestamp - Date.now()).toBeGreaterThan(3_500_000);
  });

  test('a tenant can be named by a verified domain', async () => {
    const credential = new ClientSecretCredential(domain, clientId, secret, options());
    expect((await credential.getToken(scope)).token).not.toBe('');
  });

  test('a wrong secret is refused', async () => {
    const credential = new ClientSecretCredential(sandbox.tenantId, clientId, 'wrong', options());
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      message: expect.stringContaining('AADSTS7000215') as string,
    });
  });

  test('an unknown certificate is refused', async () => {
    const stranger = await clientCertificate();
    const pem = join(folder, 'stranger.pem');
    writeFileSync(pem, stranger.key + stranger.certificate);
    const credential = new ClientCertificateCredential(sandbox.tenantId, clientId, { certificatePath: pem }, options());
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      message: expect.stringContaining('AADSTS700027') as string,
    });
  });
});

describe('assertions', () => {
  test('one that is right in every part is accepted', async () => {
    const reply = await assertWith(await sign());
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
  });

  const past = Math.floor(Date.now() / 1000) - 4000;
  const faulty: readonly (readonly [string, Parameters<typeof sign>[0], number])[] = [
    ['another audience', { claims: { aud: 'https://login.microsoftonline.com/x/oauth2/v2.0/token' } }, 700023],
    ['another issuer', { claims: { iss: 'someone' } }, 700021],
    ['another subject', { claims: { sub: 'someone' } }, 700021],
    ['an expiry in the past', { claims: { nbf: past, exp: past + 600 } }, 700024],
    ['a start in the future', { claims: { nbf: past + 9000, exp: past + 9600 } }, 700024],
    ['no jti', { claims: { jti: undefined as never } }, 50027],
    ['the older algorithm', { header: { alg: 'RS256' } }, 50027],
    ['no thumbprint', { header: { 'x5t#S256': undefined } }, 50027],
  ];
  test.each(faulty)('%s is refused', async (_name, change, code) => {
    const reply = await assertWith(await sign(change));
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: 'invalid_client', error_codes: [code] });
  });

  test('a signature by another key is refused although the thumbprint is right', async () => {
    const stranger = await clientCertificate();
    const reply = await assertWith(await sign({ key: stranger.key }));
    expect(reply.body).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
  });

  test('a thumbprint of another certificate is refused although the signature is right', async () => {
    const stranger = await clientCertificate();
    const reply = await assertWith(await sign({ thumbprintOf: stranger.certificate }));
    expect(reply.body).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
  });

  test('text that is no assertion is refused', async () => {
    expect((await assertWith('not.a.jwt')).status).toBe(401);
  });

  test('a jti cannot carry a second assertion, but the same assertion may come again', async () => {
    const first = await sign({ claims: { jti: 'once' } });
    const second = await sign({ claims: { jti: 'once' } });
    expect((await assertWith(first)).status).toBe(200);
    expect((await assertWith(first)).status).toBe(200);
    expect((await assertWith(second)).body).toMatchObject({ error: 'invalid_client', error_codes: [50013] });
  });
});

describe('the token endpoint', () => {
  const refused: readonly (readonly [string, Record<string, string>, number, string, number])[] = [
    ['another grant', { grant_type: 'password', client_secret: secret }, 400, 'unsupported_grant_type', 70003],
    ['another client', { client_id: 'someone', client_secret: secret }, 400, 'unauthorized_client', 700016],
    [
      'another scope',
      { scope: 'https://management.azure.com/.default', client_secret: secret },
      400,
      'invalid_scope',
      1002012,
    ],
    ['no credential', {}, 401, 'invalid_client', 7000218],
    [
      'an assertion of an unknown type',
      { client_assertion: 'x', client_assertion_type: 'y' },
      401,
      'invalid_client',
      7000218,
    ],
  ];
  test.each(refused)('%s is refused', async (_name, form, status, error, code) => {
    const reply = await requestToken(form);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ error, error_codes: [code] });
    expect(reply.body['error_description']).toMatch(new RegExp(`^AADSTS${code}: `));
  });

  test('another tenant is refused', async () => {
    const reply = await requestToken({ client_secret: secret }, 'fabrikam.com');
    expect(reply.body).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });

  test('discovery names the issuer on its own origin', async () => {
    const { body } = await sandbox.raw('GET', `/${sandbox.tenantId}/v2.0/.well-known/openid-configuration`);
    expect(new URL(body['issuer'] as string).origin).toBe(sandbox.url);
    expect(body['token_endpoint']).toBe(`${sandbox.url}/${sandbox.tenantId}/oauth2/v2.0/token`);
  });
});

describe('access', () => {
  const headers: readonly (readonly [string, Record<string, string>])[] = [
    ['no header', {}],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a made-up token', { authorization: 'Bearer eyJ0eXAi' }],
    ['another scheme', { authorization: 'Basic eDp5' }],
  ];
  test.each(headers)('%s gives 401', async (_name, sent) => {
    const reply = await sandbox.raw('GET', '/v1.0/users', { headers: sent });
    expect(reply.status).toBe(401);
    expect(reply.body.error?.code).toBe('InvalidAuthenticationToken');
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('no token and no secret is ever logged', async () => {
    const token = await sandbox.token();
    await sandbox.raw('GET', '/v1.0/users?$filter=displayName eq ' + "'secret person'", {
      headers: { authorization: `Bearer ${token}` },
    });
    await sandbox.get('/users');
    expect(sandbox.log()).toContain('GET /v1.0/users 200');
    for (const hidden of [token, secret, 'secret person']) expect(sandbox.log()).not.toContain(hidden);
  });
});

test('a token ends by the clock of the sandbox', async () => {
  const fast = await startSandbox(['--clock-rate', '3600']);
  try {
    const token = await fast.token();
    const get = async (): Promise<Reply> =>
      await fast.raw('GET', '/v1.0/users', { headers: { authorization: `Bearer ${token}` } });
    expect((await get()).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const late = await get();
    expect(late.status).toBe(401);
    expect(late.body.error?.message).toContain('expired');
  } finally {
    await fast.stop();
  }
});

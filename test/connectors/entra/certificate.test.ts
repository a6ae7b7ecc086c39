import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectorTo, contextWith, startSandbox, TENANT } from './sandbox.ts';
import type { RunningSandbox } from './sandbox.ts';

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** PEM of a new certificate, and of it with its key. */
async function newCertificate(): Promise<{ certificate: string; withKey: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Lockstep',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 86_400_000),
  });
  const certificate = `${made.toString('pem')}\n`;
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = key.match(/.{1,64}/g) ?? [];
  return {
    certificate,
    withKey: [certificate.trim(), '-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'),
  };
}

describe('signing in with a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-certificate-'));
  let sandbox: RunningSandbox;
  let known: Awaited<ReturnType<typeof newCertificate>>;

  beforeAll(async () => {
    known = await newCertificate();
    const file = join(folder, 'client.pem');
    writeFileSync(file, known.certificate);
    sandbox = await startSandbox([], ['--client-certificate', file]);
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = (certificate: string) =>
    connectorTo({ ...sandbox, certificate }).read(
      { attributes: { user: [], group: [] }, managers: false },
      () => true,
      contextWith(),
    );

  test('the one that the tenant knows opens it', async () => {
    expect((await read(known.withKey)).facts.tenantId).toBe(TENANT);
  });

  test('another one is refused', async () => {
    const { withKey } = await newCertificate();
    await expect(read(withKey)).rejects.toMatchObject({ diagnostics: [{ code: 'ENT002' }] });
  });

  test('a file without key says what is missing', async () => {
    await expect(read(known.certificate)).rejects.toMatchObject({
      diagnostics: [{ code: 'ENT007', subject: 'file:lockstep.pem' }],
    });
  });

  test('a key that is damaged, or of another certificate, says so and shows nothing of it', async () => {
    const damaged = known.withKey.replace(/(PRIVATE KEY-----\n.{8}).{8}/, '$1AAAAAAAA');
    const other = known.certificate + (await newCertificate()).withKey.replace(/^[^]*?(?=-----BEGIN PRIVATE)/, '');
    for (const pem of [damaged, other]) {
      const failure = await read(pem).then(
        () => undefined,
        (error: unknown) => error as Error,
      );
      expect(failure).toMatchObject({ diagnostics: [{ code: 'ENT007', subject: 'file:lockstep.pem' }] });
      expect(failure?.message).not.toMatch(/AAAAAAAA|BEGIN/);
      expect(failure?.cause).toBeUndefined();
    }
  });
});

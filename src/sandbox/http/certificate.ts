import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { randomOctets } from '../random.ts';

/** What the server proves itself with, and the authority that clients have to trust. */
export interface ServerIdentity {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;
const lifetime = 825 * day;
const files = { ca: 'sandbox-ca.pem', certificate: 'sandbox-server.pem', key: 'sandbox-server.key' } as const;

/** Takes the identity kept in a folder while it has a day to live; otherwise makes one and keeps it there. */
export async function serverIdentity(folder: string | undefined, wallTime: number): Promise<ServerIdentity> {
  const kept = folder === undefined ? undefined : readIdentity(folder);
  if (kept !== undefined && new X509Certificate(kept.certificate).validToDate.getTime() > wallTime + day) return kept;
  const made = await makeIdentity(wallTime);
  if (folder !== undefined) writeIdentity(folder, made);
  return made;
}

function readIdentity(folder: string): ServerIdentity | undefined {
  if (!Object.values(files).every((file) => existsSync(join(folder, file)))) return undefined;
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return { ca: read(files.ca), certificate: read(files.certificate), key: read(files.key) };
}

function writeIdentity(folder: string, identity: ServerIdentity): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, files.key), identity.key, { mode: 0o600 });
  writeFileSync(join(folder, files.certificate), identity.certificate);
  writeFileSync(join(folder, files.ca), identity.ca);
}

/** The authority's key is thrown away: nobody can sign another certificate that its trust would cover. */
async function makeIdentity(wallTime: number): Promise<ServerIdentity> {
  const authority = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const server = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = 'CN=Lockstep sandbox authority';
  const validity = { notBefore: new Date(wallTime - day), notAfter: new Date(wallTime + lifetime) };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: issuer,
    keys: authority,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialNumber(),
    subject: 'CN=localhost',
    issuer,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', server.privateKey));
  return {
    ca: `${ca.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    key: pem('PRIVATE KEY', key),
  };
}

function serialNumber(): string {
  return `01${randomOctets(8).toString('hex')}`;
}

function pem(label: string, octets: Buffer): string {
  const lines = octets.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import type { Domain } from './configuration.ts';
import type { Layout } from './layout.ts';

const DAYS = '3650';

/** An authority of the controller's own, and a certificate for its names and its address. */
export async function makeCertificates(layout: Layout, domain: Domain, address: string): Promise<void> {
  const { ca, caKey, certificate, key } = layout.tls;
  const request = join(layout.root, 'tls/server.csr');
  const extensions = join(layout.root, 'tls/server.ext');
  const fqdn = `${domain.host}.${domain.realm}`;
  await makeKey(caKey);
  await makeKey(key);
  await command('openssl', [
    ...['req', '-x509', '-new', '-key', caKey, '-days', DAYS, '-sha256', '-out', ca],
    ...['-subj', `/CN=${domain.realm} test authority`],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  ]);
  await command('openssl', ['req', '-new', '-key', key, '-subj', `/CN=${fqdn}`, '-out', request]);
  const names = `DNS:${fqdn},DNS:${domain.realm},IP:${address}`;
  writeFileSync(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`);
  await command('openssl', [
    ...['x509', '-req', '-in', request, '-CA', ca, '-CAkey', caKey, '-set_serial', '2', '-days', DAYS, '-sha256'],
    ...['-out', certificate, '-extfile', extensions],
  ]);
  rmSync(request);
  rmSync(extensions);
}

/** Samba refuses a key that others may read. */
async function makeKey(path: string): Promise<void> {
  await command('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', path]);
  chmodSync(path, 0o600);
}

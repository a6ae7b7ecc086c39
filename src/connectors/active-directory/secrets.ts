import { TextDecoder } from 'node:util';
import type { ActiveDirectorySettings, SecretReader } from '../../model/settings.ts';
import { settingsRefused } from './errors.ts';

/** What is needed to sign in and to know the server; kept in memory for one import. */
export interface Secrets {
  readonly password: string;
  readonly ca?: string;
}

export async function readSecrets(settings: ActiveDirectorySettings, readSecret: SecretReader): Promise<Secrets> {
  const { bind, trust, name } = settings;
  const password = passwordOf(await readSecret(bind.password), name);
  if (trust?.ca === undefined) return { password };
  const ca = new TextDecoder().decode(await readSecret(trust.ca));
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) {
    settingsRefused(name, `trust.ca of the connector ${name} holds no certificate in PEM form.`);
  }
  return { password, ca };
}

/** Without the line end that editors leave in files. */
function passwordOf(bytes: Uint8Array, connector: string): string {
  const password = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '');
  // A bind with a name and no password succeeds as an anonymous one (RFC 4513 section 5.1.2).
  if (password === '') settingsRefused(connector, `The password of the connector ${connector} is empty.`);
  return password;
}

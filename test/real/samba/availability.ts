import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { searchPath } from './command.ts';

const programs = ['samba', 'samba-tool', 'ldbmodify', 'ldapsearch', 'openssl', 'zstd', 'tar'];

export const installCommand =
  'apt-get install -y --no-install-recommends samba-ad-dc samba-ad-provision ldb-tools ldap-utils openssl zstd';

let answer: boolean | undefined;

/**
 * Whether a domain controller can run here. Says so loudly, once, where it cannot;
 * with LOCKSTEP_REAL=required it is an error instead, so that a build cannot pass by skipping.
 */
export function sambaAvailable(): boolean {
  answer ??= look();
  return answer;
}

function look(): boolean {
  const lack = lacking();
  if (lack === undefined) return true;
  const message = `NO REAL DIRECTORY: ${lack}. The tests against a Samba domain controller do not run.`;
  if (process.env['LOCKSTEP_REAL'] === 'required') throw new Error(message);
  process.stderr.write(`\n*** ${message}\n\n`);
  return false;
}

function lacking(): string | undefined {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length > 0) return `${missing.join(', ')} not found; install with: ${installCommand}`;
  // Provisioning changes owners, and the ports of LDAP are below 1024.
  return process.getuid?.() === 0 ? undefined : 'it takes root';
}

function isInstalled(program: string): boolean {
  return searchPath.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

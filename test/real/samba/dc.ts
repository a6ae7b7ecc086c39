// A domain controller to try things on by hand; tests use ../domain-controller.ts.
//   node test/real/samba/dc.ts start DIR [LDIF]    provision, fill and start; ends by itself after eight hours
//   node test/real/samba/dc.ts stop DIR
//   node test/real/samba/dc.ts seed DIR LDIF       more objects, for a stopped controller
//   node test/real/samba/dc.ts status DIR

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeAddress } from './address.ts';
import { sambaAvailable } from './availability.ts';
import { makeCertificates } from './certificates.ts';
import { baseDn, exampleDomain, smbConf } from './configuration.ts';
import { layoutOf, makeFolders } from './layout.ts';
import type { Layout } from './layout.ts';
import { load } from './load.ts';
import { startServer } from './server.ts';
import { unpackDomain } from './template.ts';

const EIGHT_HOURS = 8 * 3600;

const [verb, folder, ldif] = process.argv.slice(2);
process.exitCode = await main(verb ?? '', folder, ldif);

async function main(verb: string, folder: string | undefined, ldif: string | undefined): Promise<number> {
  if (folder === undefined || !sambaAvailable()) return usage();
  mkdirSync(folder, { recursive: true });
  const layout = layoutOf(resolve(folder));
  switch (verb) {
    case 'start':
      return start(layout, ldif);
    case 'stop':
      return stop(layout);
    case 'seed':
      return ldif === undefined ? usage() : seed(layout, ldif);
    case 'status':
      console.log(runningPid(layout) === undefined ? 'stopped' : readFileSync(summaryPath(layout), 'utf8').trim());
      return 0;
    default:
      return usage();
  }
}

async function start(layout: Layout, ldif: string | undefined): Promise<number> {
  if (runningPid(layout) !== undefined) return refuse('it is running');
  makeFolders(layout);
  const address = await freeAddress();
  writeFileSync(layout.configuration, smbConf(layout, exampleDomain, address));
  if (!existsSync(layout.database)) {
    await unpackDomain(layout, exampleDomain, {
      schema: [],
      ldif: ldif === undefined ? '' : readFileSync(ldif, 'utf8'),
    });
  }
  await makeCertificates(layout, exampleDomain, address);
  const child = await startServer(layout, { address, maximumRuntime: EIGHT_HOURS, detached: true });
  writeFileSync(layout.pid, String(child.pid));
  const lines = [
    `LDAPS_URL=ldaps://${address}:636`,
    `CA=${layout.tls.ca}`,
    `BASE_DN=${baseDn(exampleDomain)}`,
    `BIND_DN=CN=Administrator,CN=Users,${baseDn(exampleDomain)}`,
    `PASSWORD=${exampleDomain.adminPassword}`,
  ];
  writeFileSync(summaryPath(layout), `${lines.join('\n')}\n`);
  console.log(lines.join('\n'));
  return 0;
}

async function stop(layout: Layout): Promise<number> {
  const pid = runningPid(layout);
  if (pid === undefined) return 0;
  process.kill(pid, 'SIGTERM');
  for (let turn = 0; turn < 250 && runningPid(layout) === pid; turn++) await pause(20);
  return runningPid(layout) === pid ? refuse(`process ${pid} does not end`) : 0;
}

async function seed(layout: Layout, ldif: string): Promise<number> {
  if (runningPid(layout) !== undefined) return refuse('stop it first');
  await load(layout, readFileSync(ldif, 'utf8'));
  return 0;
}

function summaryPath(layout: Layout): string {
  return `${layout.root}/controller.env`;
}

/** A number in a file may by now be another program's, or a dead one's: it counts only for a Samba that lives. */
function runningPid(layout: Layout): number | undefined {
  try {
    const pid = Number(readFileSync(layout.pid, 'utf8'));
    return /^\d+ \(samba.*\) [^ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function refuse(why: string): number {
  console.error(why);
  return 1;
}

function usage(): number {
  console.error('usage: dc.ts start DIR [LDIF] | stop DIR | seed DIR LDIF | status DIR');
  return 2;
}

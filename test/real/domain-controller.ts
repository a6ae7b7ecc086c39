// A real Active Directory domain controller (Samba) on a loopback address of its own, for the length of a test.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userDn, userRecord } from './samba/accounts.ts';
import type { NewUser } from './samba/accounts.ts';
import { freeAddress } from './samba/address.ts';
import { makeCertificates } from './samba/certificates.ts';
import { command } from './samba/command.ts';
import { baseDn, exampleDomain, smbConf } from './samba/configuration.ts';
import type { Domain } from './samba/configuration.ts';
import { layoutOf, makeFolders } from './samba/layout.ts';
import type { Layout } from './samba/layout.ts';
import { change, target } from './samba/load.ts';
import { endServer, startServer } from './samba/server.ts';
import { unpackDomain } from './samba/template.ts';
import type { Filling } from './samba/template.ts';
import { newWorkplace } from './samba/workplace.ts';

export { sambaAvailable } from './samba/availability.ts';
export type { NewUser } from './samba/accounts.ts';

export interface DomainControllerOptions extends Partial<Domain> {
  /** What the domain holds at first, as LDIF for `ldbmodify`. Filled once per text; later starts unpack it. */
  readonly ldif?: string;
  /** Additions to the schema as LDIF, one after the other, before `ldif`. */
  readonly schema?: readonly string[];
  /** Seconds after which the server ends by itself, whatever becomes of the test. */
  readonly maximumRuntime?: number;
}

export interface Account {
  readonly dn: string;
  readonly upn: string;
  readonly password: string;
}

export interface DomainController extends AsyncDisposable {
  readonly address: string;
  readonly ldapsUrl: string;
  /** Without TLS from the start, for StartTLS. */
  readonly ldapUrl: string;
  readonly caPem: string;
  readonly caPath: string;
  readonly baseDn: string;
  readonly adminDn: string;
  readonly adminPassword: string;
  readonly pid: () => number | undefined;
  /** Orderly, as on a shutdown. */
  stop(): Promise<void>;
  /** At once, in the middle of whatever it is doing. */
  kill(): Promise<void>;
  /** After stop or kill: the same domain at the same address. */
  restart(): Promise<void>;
  /** The server hangs: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  addUser(user: NewUser): Promise<string>;
  /** LDIF with `changetype` records, done as the system itself. */
  modify(ldif: string): Promise<void>;
  /** An ordinary domain user: may read what everybody may, and nothing else. */
  createLowPrivilegeAccount(name?: string): Promise<Account>;
  /** Lets an account read changes by DirSync. */
  allowReplication(dn: string): Promise<void>;
}

const PASSWORD = 'Lockstep-Reader-1!';

export async function startDomainController(options: DomainControllerOptions = {}): Promise<DomainController> {
  const { ldif = '', schema = [], maximumRuntime = 900, ...named } = options;
  const domain: Domain = { ...exampleDomain, ...named };
  const base = baseDn(domain);
  const layout = layoutOf(newWorkplace());
  const clear = (): void => {
    rmSync(layout.root, { recursive: true, force: true });
  };
  const address = await prepare(layout, domain, { ldif, schema }).catch(afterwards(clear));
  const start = () => startServer(layout, { address, maximumRuntime, detached: false });
  let server = await start().catch(afterwards(clear));

  const addUser = async (user: NewUser): Promise<string> => {
    await change(layout, userRecord(user, base, domain.realm));
    return userDn(user, base);
  };

  return {
    address,
    ldapsUrl: `ldaps://${address}:636`,
    ldapUrl: `ldap://${address}:389`,
    caPem: readFileSync(layout.tls.ca, 'utf8'),
    caPath: layout.tls.ca,
    baseDn: base,
    adminDn: `CN=Administrator,CN=Users,${base}`,
    adminPassword: domain.adminPassword,
    pid: () => server.pid,
    stop: () => endServer(server, 'SIGTERM'),
    kill: () => endServer(server, 'SIGKILL'),
    restart: async () => {
      await endServer(server, 'SIGTERM');
      server = await start();
    },
    pause: () => {
      server.kill('SIGSTOP');
    },
    resume: () => {
      server.kill('SIGCONT');
    },
    addUser,
    modify: (records) => change(layout, records),
    createLowPrivilegeAccount: async (name = 'reader') => {
      const dn = await addUser({ account: name, password: PASSWORD });
      return { dn, upn: `${name}@${domain.realm}`, password: PASSWORD };
    },
    allowReplication: async (dn) => {
      const grant = ['--action=allow', `--objectdn=${base}`, `--trusteedn=${dn}`, '--car=get-changes'];
      await command('samba-tool', ['dsacl', 'set', ...target(layout), ...grant]);
    },
    [Symbol.asyncDispose]: async () => {
      await endServer(server, 'SIGKILL');
      clear();
    },
  };
}

async function prepare(layout: Layout, domain: Domain, filling: Filling): Promise<string> {
  const address = await freeAddress();
  makeFolders(layout);
  writeFileSync(layout.configuration, smbConf(layout, domain, address));
  await unpackDomain(layout, domain, filling);
  await makeCertificates(layout, domain, address);
  return address;
}

function afterwards(clear: () => void): (error: unknown) => never {
  return (error) => {
    clear();
    throw error;
  };
}

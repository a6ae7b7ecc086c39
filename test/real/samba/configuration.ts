import { join } from 'node:path';
import type { Layout } from './layout.ts';

/** What a domain is called, and how it is protected. */
export interface Domain {
  readonly realm: string;
  readonly netbios: string;
  readonly host: string;
  readonly adminPassword: string;
  /** Simple binds without TLS are refused, as a hardened Active Directory does. */
  readonly requireTls: boolean;
}

export const exampleDomain: Domain = {
  realm: 'corp.contoso.com',
  netbios: 'CORP',
  host: 'dc1',
  adminPassword: 'Passw0rd!Admin',
  requireTls: false,
};

export function baseDn({ realm }: Domain): string {
  return realm
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');
}

/** Options as in smb.conf(5). Only the LDAP service runs; each path is the controller's own, so that several run side by side. */
export function smbConf(layout: Layout, domain: Domain, address: string): string {
  const at = (path: string): string => join(layout.root, path);
  const options: Record<string, string> = {
    'netbios name': domain.host.toUpperCase(),
    realm: domain.realm.toUpperCase(),
    workgroup: domain.netbios,
    'server role': 'active directory domain controller',
    'server services': 'ldap',
    // Without a mask Samba finds no interface and listens nowhere.
    interfaces: `${address}/8`,
    'bind interfaces only': 'yes',
    'rpc server port': '0',
    'disable netbios': 'yes',
    'private dir': at('private'),
    'state directory': at('state'),
    'cache directory': at('cache'),
    'lock directory': at('lock'),
    'pid directory': at('run'),
    'ncalrpc dir': at('run/ncalrpc'),
    'winbindd socket directory': at('run/winbindd'),
    'ntp signd socket directory': at('run/ntp_signd'),
    'binddns dir': at('bind-dns'),
    logging: 'file',
    'log file': layout.log,
    'log level': '1',
    'max log size': '0',
    'load printers': 'no',
    'ldap server require strong auth': domain.requireTls ? 'allow_sasl_over_tls' : 'no',
    'tls enabled': 'yes',
    'tls keyfile': layout.tls.key,
    'tls certfile': layout.tls.certificate,
    'tls cafile': layout.tls.ca,
    // A test's data need not survive a power cut.
    'ldb:nosync': 'true',
  };
  const lines = Object.entries(options).map(([name, value]) => `\t${name} = ${value}`);
  return ['[global]', ...lines, ''].join('\n');
}

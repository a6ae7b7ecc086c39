import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where a domain controller keeps its things, below one directory of its own. */
export interface Layout {
  readonly root: string;
  readonly configuration: string;
  readonly database: string;
  readonly pid: string;
  readonly output: string;
  readonly log: string;
  readonly tls: { readonly ca: string; readonly caKey: string; readonly certificate: string; readonly key: string };
}

// Unix sockets lie below, and their paths hold 108 bytes at most (man 7 unix).
const LONGEST_ROOT = 70;

const folders: readonly (readonly [path: string, mode: number])[] = [
  ['etc', 0o755],
  ['private', 0o700],
  ['state', 0o755],
  ['cache', 0o755],
  ['lock', 0o755],
  ['log', 0o700],
  ['tls', 0o700],
  ['bind-dns', 0o700],
  ['run', 0o755],
  ['run/ncalrpc', 0o755],
  ['run/winbindd', 0o755],
  ['run/ntp_signd', 0o750],
];

export function layoutOf(root: string): Layout {
  if (root.length > LONGEST_ROOT) throw new Error(`too long for the sockets of a domain controller: ${root}`);
  return {
    root,
    configuration: join(root, 'etc/smb.conf'),
    database: join(root, 'private/sam.ldb'),
    pid: join(root, 'run/samba.pid'),
    output: join(root, 'log/samba.out'),
    log: join(root, 'log/samba.log'),
    tls: {
      ca: join(root, 'tls/ca.pem'),
      caKey: join(root, 'tls/ca-key.pem'),
      certificate: join(root, 'tls/cert.pem'),
      key: join(root, 'tls/key.pem'),
    },
  };
}

export function makeFolders(layout: Layout): void {
  for (const [path, mode] of folders) mkdirSync(join(layout.root, path), { recursive: true, mode });
}

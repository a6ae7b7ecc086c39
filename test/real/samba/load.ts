import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import type { Layout } from './layout.ts';

// In one transaction without these the time grows with the square of the number of objects.
const BATCH = ['-o', 'batch_mode:1', '-o', 'transaction_index_cache_size:2000000', '--nosync'];

/** Applies a long LDIF file, adds and modifications, as one transaction; the server must not be running. */
export async function load(layout: Layout, ldif: string): Promise<void> {
  const path = join(layout.root, 'log/load.ldif');
  writeFileSync(path, ldif);
  await command('ldbmodify', [...target(layout), ...BATCH, path]);
}

/** Applies a few changes; works beside a running server, which sees them at once. */
export async function change(layout: Layout, ldif: string): Promise<void> {
  await command('ldbmodify', target(layout), ldif);
}

/** Adds to the schema; each call is a process of its own, which has read what the one before it wrote. */
export async function extendSchema(layout: Layout, ldif: string): Promise<void> {
  await command('ldbmodify', [...target(layout), '--option=dsdb:schema update allowed=true'], ldif);
}

export function target(layout: Layout): string[] {
  return ['-H', layout.database, `--configfile=${layout.configuration}`];
}

// node test/support/forest/main.ts --users 250 --groups 40 --seed 1 --ldif FILE --tenant FILE
// A file named - is standard output. --samba makes the LDIF one for `ldbmodify` on a fresh domain at --base.

import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { directory } from './directory.ts';
import { ldifRecord } from './ldif.ts';
import { examplePlan } from './plan.ts';
import type { ForestPlan } from './plan.ts';
import { sambaRecords } from './samba.ts';
import { tenant } from './tenant.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string' },
    groups: { type: 'string' },
    contacts: { type: 'string' },
    computers: { type: 'string' },
    members: { type: 'string' },
    seed: { type: 'string' },
    base: { type: 'string' },
    'tenant-share': { type: 'string' },
    drift: { type: 'string' },
    ldif: { type: 'string' },
    tenant: { type: 'string' },
    samba: { type: 'boolean', default: false },
  },
});

const plan: ForestPlan = {
  seed: amount(values.seed, examplePlan.seed),
  users: amount(values.users, examplePlan.users),
  groups: amount(values.groups, examplePlan.groups),
  contacts: amount(values.contacts, examplePlan.contacts),
  computers: amount(values.computers, examplePlan.computers),
  members: amount(values.members, examplePlan.members),
  base: values.base ?? examplePlan.base,
  tenantShare: amount(values['tenant-share'], examplePlan.tenantShare),
  drift: amount(values.drift, examplePlan.drift),
};

if (values.ldif !== undefined) write(values.ldif, values.samba ? sambaRecords(directory(plan)) : exported());
if (values.tenant !== undefined) write(values.tenant, seeds());

function* exported(): Generator<string> {
  yield 'version: 1\n\n';
  for (const entry of directory(plan)) yield ldifRecord(entry);
}

function* seeds(): Generator<string> {
  for (const object of tenant(plan)) yield `${JSON.stringify(object)}\n`;
}

function amount(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`not an amount: ${String(text)}`);
  return value;
}

/** Gathers small pieces: a system call per record would cost more than making it. */
function write(path: string, pieces: Iterable<string>): void {
  const file = path === '-' ? 1 : openSync(path, 'w');
  const flushAt = 1 << 20;
  let gathered = '';
  for (const piece of pieces) {
    gathered += piece;
    if (gathered.length < flushAt) continue;
    writeAll(file, gathered);
    gathered = '';
  }
  writeAll(file, gathered);
  if (file !== 1) closeSync(file);
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

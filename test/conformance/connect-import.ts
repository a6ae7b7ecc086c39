// npm run conformance:import -- FOLDER: what becomes of a real server of Connect? FOLDER is what
// Get-ADSyncServerConfiguration wrote, with its folders SynchronizationRules, Connectors and GlobalSettings.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWorkspace } from '../../src/app/index.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { worldIn } from '../support/run/world.ts';
import { readExport } from './export/read-export.ts';
import { checkImport, findingOf } from './import/check-import.ts';
import type { ImportCheck, ImportFinding } from './import/check-import.ts';
import { importFolder } from './import/product.ts';

/** What a second import into the same folder would change. */
async function changesAgain(source: string): Promise<readonly ImportFinding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  try {
    const write = async () => {
      const { files } = (await importFolder(source)).migration;
      return await writeWorkspace(worldIn(folder), { out: 'made', force: true, files });
    };
    await write();
    return (await write()).written.map((path) => ({ place: path, detail: 'is another text the second time' }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function checked(source: string): Promise<ImportCheck> {
  try {
    const { counts, findings } = checkImport(await readExport(source), await importFolder(source));
    return { counts, findings: [...findings, ...(await changesAgain(source))] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { counts: [], findings: error.diagnostics.map(findingOf) };
  }
}

const [folder, ...others] = process.argv.slice(2);
if (folder === undefined || others.length > 0) {
  process.stderr.write('usage: npm run conformance:import -- FOLDER\n');
  process.exitCode = 2;
} else {
  const { counts, findings: all } = await checked(folder);
  const lines = [
    ...counts.map(([what, count]) => `${String(count).padStart(6)}  ${what}`),
    ...all.map(({ place, detail }) => `FAILED: ${place}: ${detail}`),
    all.length === 0 ? 'The import keeps what the rules do.' : `${all.length} failed.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = all.length === 0 ? 0 : 1;
}

// npm run conformance:export -- FOLDER: does the rule language understand every rule of a real server of Connect? FOLDER
// is what Get-ADSyncServerConfiguration wrote, with its folders SynchronizationRules, Connectors and GlobalSettings.
import { checkExport } from './export/check-export.ts';
import { readExport } from './export/read-export.ts';
import { reportExport } from './export/report-export.ts';

const [folder, ...others] = process.argv.slice(2);
if (folder === undefined || others.length > 0) {
  process.stderr.write('usage: npm run conformance:export -- FOLDER\n');
  process.exitCode = 2;
} else {
  const check = checkExport(await readExport(folder));
  process.stdout.write(reportExport(check));
  process.exitCode = check.failures.length === 0 ? 0 : 1;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceObject } from '../../../src/model/source.ts';
import { toldOf } from '../../conformance/import/carried.ts';
import { importFolder, ownRules } from '../../conformance/import/product.ts';
import { readExport } from '../../conformance/export/read-export.ts';
import { synchronizeDirectly } from '../../conformance/reading/synchronize.ts';
import { populationOf } from '../../support/world/plan.ts';
import { imported } from '../../support/world/sources.ts';
import { CORP } from '../export.ts';
import { answerOf } from './expressions.ts';
import { outcomeOf, shown } from './outcome.ts';
import { LAB } from './server.ts';

export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Populations {
  readonly corp: readonly SourceObject[];
  readonly lab: readonly SourceObject[];
}

/** Both ways over the same objects: through the importer, the files and the engine, and straight from the XML. */
export async function bothWays(folder: string, populations: readonly Populations[]) {
  const { migration, ruleSet, problems } = await importFolder(folder);
  const { rules } = await readExport(folder);
  const { carried, silences } = toldOf(rules, migration);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (ruleSet === undefined) return { silences, errors, carried, product: [], direct: [] };
  const own = ownRules(ruleSet);
  const exporting = carried.filter(({ rule }) => rule.direction === 'outbound');
  const names = new Map(exporting.flatMap((one) => [...one.names]).map(([from, to]) => [from.toLowerCase(), to]));
  const product = populations.map(({ corp, lab }) =>
    outcomeOf(
      populationOf(own, [imported(corp, 'corp', 'DC=corp,DC=example'), imported(lab, 'lab', 'DC=lab,DC=example')]),
    ),
  );
  const direct = populations.map(({ corp, lab }) => {
    const spaces = [
      { connector: CORP, objects: corp },
      { connector: LAB, objects: lab },
    ];
    return shown(synchronizeDirectly({ rules: carried.map(({ rule }) => rule), spaces, answer: answerOf }), names);
  });
  return { silences, errors, carried, product, direct };
}

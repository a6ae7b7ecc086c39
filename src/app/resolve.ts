import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticError, fail, hasErrors } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import type { ConnectorContext } from '../model/source.ts';
import { PINS_FILE } from '../rules/pins.ts';
import { pinsText } from '../rules/pins-text.ts';
import { withContainers } from '../rules/requests.ts';
import { resolvePins } from '../rules/resolve-pins.ts';
import type { PinnedName } from '../rules/resolve-pins.ts';
import type { PinChange, ResolveOptions, ResolveResult, World } from './contract.ts';
import { openSnapshots } from './plan-snapshots.ts';
import { newRunId } from './run-id.ts';
import { importSources } from './sources.ts';
import { openWorkspace } from './workspace.ts';

/** Binds the names of filters and scopes to the objects that have them now. Throws DiagnosticError, and writes nothing then. */
export async function resolve(world: World, options: ResolveOptions): Promise<ResolveResult> {
  const opened = await openWorkspace(world, options);
  const requests = new Map([...opened.requests].map(([name, request]) => [name, withContainers(request)]));
  const workspace = { ...opened, requests };
  const { sources: standIns } = await openSnapshots(world, workspace, options);
  const context: ConnectorContext = { signal: world.signal, clock: world.clock, progress: world.progress };
  const sources = await importSources(workspace, context, standIns);
  const { ruleSet } = workspace;
  const { pins, diagnostics } = resolvePins(ruleSet, sources);
  if (hasErrors(diagnostics)) throw new DiagnosticError(diagnostics);
  const written = await write(world, join(workspace.directory, PINS_FILE), pins, ruleSet.pins.length > 0);
  // What the file lacked until now is no news any more.
  const others = opened.diagnostics.filter(({ code }) => code !== 'PIN001' && code !== 'PIN002');
  return {
    file: PINS_FILE,
    pins: pins.length,
    written,
    changes: changesOf(ruleSet.pins, pins),
    diagnostics: [...others, ...sources.flatMap(({ summary }) => summary.diagnostics), ...diagnostics],
  };
}

/** False when the file says the same already, or there is nothing to say. */
async function write(world: World, path: string, pins: readonly PinnedName[], existed: boolean): Promise<boolean> {
  if (pins.length === 0 && !existed) return false;
  const text = pinsText(pins);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return false;
  const beside = join(path, '..', `.${PINS_FILE}.${newRunId(world)}`);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    fail('CFG003', { detail: `${PINS_FILE}: ${failureText(error)}.`, subject: path }, error);
  }
  return true;
}

function changesOf(before: readonly PinnedName[], after: readonly PinnedName[]): readonly PinChange[] {
  const keyOf = ({ connector, of, dn }: PinnedName): string => `${connector}\n${of}\n${dn}`;
  const former = new Map(before.map((pin) => [keyOf(pin), pin]));
  const left = new Set(after.map(keyOf));
  const added = after.flatMap((pin): readonly PinChange[] => {
    const was = former.get(keyOf(pin))?.anchor;
    const { connector, of, dn, anchor } = pin;
    if (was === anchor) return [];
    return [{ connector, of, dn, after: anchor, ...(was === undefined ? {} : { before: was }) }];
  });
  const removed = before
    .filter((pin) => !left.has(keyOf(pin)))
    .map(({ connector, of, dn, anchor }): PinChange => ({ connector, of, dn, before: anchor }));
  return [...added, ...removed];
}

import { open } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { foldCase } from '../kernel/text.ts';
import type { Held } from '../model/plan.ts';
import { adoptionYaml, fitting, proposedPairs } from './adoption-file.ts';
import type { ProposedPair } from './adoption-file.ts';
import type { PlanOptions, World } from './contract.ts';
import { computePlan } from './compute.ts';
import { openSnapshots, withReader } from './plan-snapshots.ts';
import { openWorkspace } from './workspace.ts';

export interface AdoptOptions extends Pick<PlanOptions, 'workspace' | 'sources' | 'tenant' | 'out'> {
  /** Only this one: a DN, a name, a key, or a tenant id. */
  readonly object?: string;
}

export interface AdoptResult {
  /** Relative to the current directory; undefined when there was nothing to write. */
  readonly file: string | undefined;
  readonly written: readonly ProposedPair[];
  /** Written as comments: each takes a decision. */
  readonly open: readonly ProposedPair[];
  /** Pairs that one file does not hold: they are proposed once these are done. */
  readonly left: number;
  /** Pairs of the workspace that the next apply carries out. */
  readonly waiting: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes of a list: a workspace reads files of up to a million. */
const LARGEST = 900_000;

/**
 * Looks for the objects of the tenant that source objects may be, as plan does, and writes a list of pairs for review.
 * Writes one new file, and never over another. Throws DiagnosticError.
 */
export async function adopt(world: World, options: AdoptOptions): Promise<AdoptResult> {
  const workspace = await openWorkspace(world, options);
  const path =
    options.out === undefined ? join(workspace.directory, 'adoptions.yaml') : resolve(world.directory, options.out);
  const snapshots = await openSnapshots(world, workspace, options);
  const computed = await withReader(world, workspace, snapshots, (reader) =>
    computePlan(world, workspace, reader, world.clock.now(), snapshots.sources),
  );
  const every = proposedPairs(computed.body, isMeant(options.object));
  const pairs = fitting(every, LARGEST);
  const file = pairs.length === 0 ? undefined : relative(world.directory, path) || path;
  if (pairs.length > 0) await writeNew(path, adoptionYaml('adoptions', pairs));
  return {
    file,
    written: pairs.filter(({ doubt }) => doubt === undefined),
    open: pairs.filter(({ doubt }) => doubt !== undefined),
    left: every.length - pairs.length,
    waiting: computed.body.operations.filter((operation) => 'pair' in operation).length,
    diagnostics: [...workspace.diagnostics, ...computed.diagnostics],
  };
}

function isMeant(name: string | undefined): (held: Held) => boolean {
  if (name === undefined) return () => true;
  const wanted = foldCase(name);
  return ({ object, from, candidates = [] }) =>
    [object.name, object.key, from ?? '', ...candidates.flatMap((one) => [one.id, one.name])].some(
      (text) => foldCase(text) === wanted,
    );
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await using file = await open(path, 'wx');
    await file.writeFile(text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const exists = 'code' in error && error.code === 'EEXIST';
    fail(
      'CLI002',
      {
        detail: exists ? 'The list of pairs is there already.' : `The list cannot be written: ${failureText(error)}.`,
        subject: path,
        ...(exists ? { help: 'Name another file of the workspace with --out: pairs may stand in several.' } : {}),
      },
      error,
    );
  }
}

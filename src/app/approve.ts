import { mkdir, open } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { extentOfHazard } from '../guard/index.ts';
import { hazardCounts } from '../model/hazard.ts';
import type { Hazard } from '../model/hazard.ts';
import type { Plan } from '../model/plan.ts';
import { approvalYaml, classWords } from './approval-file.ts';
import type { ApprovalContent, GivenConsent } from './approval-file.ts';
import type { World, WorkspaceOptions } from './contract.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

export interface ApproveOptions extends WorkspaceOptions {
  readonly plan: Plan;
  readonly hazards: readonly Hazard[];
  /** For how long it holds, in milliseconds. */
  readonly lasts: number;
  readonly by?: string;
  /** Where to; default: approvals/ of the workspace. */
  readonly out?: string;
}

export interface ApproveResult extends ApprovalContent {
  /** Relative to the current directory. */
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes an Approval document for hazards that a plan holds, one new file. It is consent once it is committed. */
export async function approve(world: World, options: ApproveOptions): Promise<ApproveResult> {
  const { plan, lasts, by } = options;
  const workspace = await openWorkspace(world, options);
  refuseOfOther(plan, workspace);
  const content: ApprovalContent = {
    id: Array.from(world.random.bytes(8), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    workspace: plan.envelope.workspace,
    tenantId: plan.envelope.tenantId,
    rulesDigest: plan.envelope.rulesDigest,
    expiresAt: new Date(world.clock.now() + lasts).toISOString(),
    ...(by === undefined ? {} : { approvedBy: by }),
    hazards: [...new Set(options.hazards)].map((hazard) => consentTo(hazard, plan)),
  };
  const path =
    options.out === undefined
      ? join(workspace.directory, 'approvals', `${content.id.slice(0, 12)}.yaml`)
      : resolve(world.directory, options.out);
  await writeNew(path, approvalYaml(content));
  const file = relative(world.directory, path) || path;
  return { ...content, file, diagnostics: workspace.diagnostics };
}

/** Only of a plan that could be applied here: an approval of another would be void from the first. */
function refuseOfOther({ envelope }: Plan, { ruleSet }: Workspace): void {
  const { topology, digest } = ruleSet;
  if (envelope.tenantId !== topology.tenantId || envelope.workspace !== topology.workspace) {
    const here = `${topology.workspace} (${topology.tenantId})`;
    fail('PLN003', {
      detail: `The plan is for ${envelope.workspace} (${envelope.tenantId}), this workspace is ${here}.`,
    });
  }
  if (envelope.rulesDigest !== digest) {
    const [theirs, ours] = [envelope.rulesDigest.slice(0, 12), digest.slice(0, 12)];
    fail('PLN004', { detail: `The plan was made by rules ${theirs}, here are ${ours}.` });
  }
}

function consentTo(hazard: Hazard, { hazards, findings, body }: Plan): GivenConsent {
  const { count, classes } = extentOfHazard(hazard, hazards, findings, body.operations);
  if (count === 0) {
    const held = [...hazardCounts(hazards).keys()].join(', ');
    const help = held === '' ? 'It holds none.' : `It holds ${held}.`;
    fail('PLN014', { detail: `There is no ${hazard} in the plan.`, help });
  }
  return { hazard, maximum: count, classes: [...classes].map(([digest, one]) => ({ digest, is: classWords(one) })) };
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await using file = await open(path, 'wx');
    await file.writeFile(text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const why = error.code === 'EEXIST' ? 'something of this name is there already' : failureText(error);
    fail('CLI002', { detail: `The approval cannot be written: ${why}.`, subject: path }, error);
  }
}

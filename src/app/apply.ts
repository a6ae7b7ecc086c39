import { executePlan, preconditions } from '../apply/index.ts';
import { diagnostic, DiagnosticError, fail } from '../kernel/diagnostic.ts';
import type { Code } from '../kernel/codes/index.ts';
import { guardApply, isAllowed, usedApprovals } from '../guard/index.ts';
import { adoptionTest } from '../model/adoptable.ts';
import type { Consents } from '../model/consent.ts';
import type { Hazard } from '../model/hazard.ts';
import { isForAnotherDay } from '../model/plan.ts';
import type { Finding, PlanEnvelope } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import { writeTest } from '../model/protection.ts';
import type { ApplyReport, Outcome } from '../model/report.ts';
import type { ConnectorContext } from '../model/source.ts';
import { bodyDigest } from '../planfile/index.ts';
import { localState } from '../state/index.ts';
import { noteBaseline, usableBaseline } from './baseline.ts';
import { causesAgain } from './causes.ts';
import { effectsOn, readTenant } from './compute.ts';
import { consentsOf } from './consents.ts';
import type { ApplyOptions, ApplyResult, World } from './contract.ts';
import { targetCapabilities } from './registry.ts';
import { lockHolder } from './run-id.ts';
import { openTenant } from './tenant.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/**
 * Applies a plan: checks that it is the one for this tenant, these rules and this time, takes the lock, reads the
 * tenant anew, runs the guards again, and only then writes. Throws DiagnosticError before the first write; after it
 * everything is in the report.
 */
export async function apply(world: World, options: ApplyOptions): Promise<ApplyResult> {
  const { plan } = options;
  const workspace = await openWorkspace(world, options);
  refuseUnlessCurrent(world, workspace, options);
  const consents = await consentsOf(world, workspace, options.allowHazards, plan.envelope.runId);
  refuseUnlessAllowed(plan.findings.filter(({ hazard }) => !mayBeConsented(hazard, consents)));

  const state = localState(workspace.stateFolder, world.isAlive);
  const lock = await state.lock(lockHolder(world, plan.envelope.runId));
  try {
    await using tenant = await openTenant(world, workspace);
    const context: ConnectorContext = { signal: world.signal, clock: world.clock, progress: world.progress };
    const now = await readTenant(workspace, tenant.connector, context);
    const { policy, topology } = workspace.ruleSet;
    const { baseline: previous } = await usableBaseline(state, workspace, () => true);
    const causes = causesAgain(world, workspace, { plan, baseline: previous, tenant: now });
    const findings = guardApply({
      body: plan.body,
      causes,
      tenant: now,
      policy,
      workspace: topology.workspace,
      now: world.clock.now(),
      madeFor: Date.parse(plan.envelope.asOf),
      effects: effectsOn(now, workspace.tenantRequest),
      consents,
    });
    refuseUnlessAllowed(findings);
    world.signal.throwIfAborted();

    const ledger = await state.openLedger(plan.envelope.runId);
    try {
      const at = new Date(world.clock.now()).toISOString();
      for (const id of usedApprovals(findings)) await state.useApproval(id, plan.envelope.runId, at);
      const total = plan.body.operations.length;
      // A run that dies leaves what it has written: the note of the run before would call that drift.
      const removed = total === 0 ? [] : await state.removeBaseline();
      options.onEvent({ kind: 'verified', operations: total });
      const { report, diagnostics } = await executePlan({
        plan,
        target: tenant.connector,
        ledger,
        clock: world.clock,
        // Calls in flight are finished after an interrupt: an answer that is not waited for is an unknown outcome.
        context: { ...context, signal: new AbortController().signal },
        interrupted: world.signal,
        precondition: preconditions({
          tenant: now,
          operations: plan.body.operations,
          adoptions: workspace.ruleSet.adoptions,
          adoptable: adoptionTest(now.facts, policy),
          request: workspace.tenantRequest,
          workspace: topology.workspace,
          otherEngineDomains: topology.otherEngineDomains,
          extensions: topology.directoryExtensions,
          schema: targetCapabilities(topology).schema,
          mayWrite: writeTest(now.facts, policy),
          policy,
          now: world.clock.now(),
        }),
        onResult: (result, done) => {
          options.onEvent({ kind: 'result', result, done, total });
        },
      });
      options.onEvent({ kind: 'finished', report });
      const { results } = report;
      const ended = { ...plan, tenant: now, results, previous };
      const noted = await noteBaseline(world, workspace, state, ended);
      const counts = countOutcomes(report);
      const undone = counts.failed + counts.unknown + counts.skipped;
      const old = undone === 0 ? await state.forgetRuns(oldestKept(world, policy), report.runId) : [];
      return {
        report,
        counts,
        tolerated: undone <= policy.tolerance * total,
        diagnostics: [...workspace.diagnostics, ...lock.diagnostics, ...diagnostics, ...old, ...removed, ...noted],
      };
    } finally {
      await ledger.close();
    }
  } finally {
    await lock.release();
  }
}

/**
 * May what the plan was blocked for be consented to since? The guards that run again decide, over the plan as a whole;
 * without any consent at hand it is refused before the tenant is read.
 */
function mayBeConsented(hazard: Hazard | undefined, { flags, approvals }: Consents): boolean {
  if (hazard === undefined) return false;
  return flags.has(hazard) || approvals.some((one) => one.hazards.some((approved) => approved.hazard === hazard));
}

/** A plan is bound to its tenant, its rules, its time and, when asked for, to the digest that was reviewed. */
function refuseUnlessCurrent(world: World, workspace: Workspace, options: ApplyOptions): void {
  const { plan, expectDigest, approvedRules } = options;
  const { envelope } = plan;
  const { topology, digest, policy } = workspace.ruleSet;
  const actual = bodyDigest(plan.body);
  if (actual !== envelope.bodyDigest) fail('PLN001', { detail: 'The digest of the body does not fit its contents.' });
  if (expectDigest !== undefined && expectDigest.toLowerCase() !== actual) {
    fail('PLN006', { detail: `Expected was ${expectDigest}, this plan is ${actual}.` });
  }
  if (approvedRules !== undefined && approvedRules.toLowerCase() !== digest) {
    fail('PLN012', { detail: `Approved were rules ${approvedRules.slice(0, 12)}, here are ${digest.slice(0, 12)}.` });
  }
  if (envelope.tenantId !== topology.tenantId || envelope.workspace !== topology.workspace) {
    fail('PLN003', {
      detail: `The plan is for ${envelope.workspace} (${envelope.tenantId}), this workspace is ${topology.workspace} (${topology.tenantId}).`,
    });
  }
  if (envelope.rulesDigest !== digest) {
    fail('PLN004', {
      detail: `The plan was made by rules ${envelope.rulesDigest.slice(0, 12)}, here are ${digest.slice(0, 12)}.`,
    });
  }
  const until = expiryOf(envelope, policy.planExpiryHours);
  // Written so that an instant that is none has passed.
  if (!(world.clock.now() <= until)) {
    fail('PLN005', { detail: `It was made at ${envelope.createdAt} and held until ${envelope.expiresAt}.` });
  }
  if (isForAnotherDay(envelope)) {
    fail('PLN010', { detail: `It was made at ${envelope.createdAt} for ${envelope.asOf}.` });
  }
}

const HOUR = 3_600_000;

/** The policy of the workspace says how long a plan holds; the plan can only ask for less. */
function expiryOf({ createdAt, expiresAt }: PlanEnvelope, hours: number): number {
  return Math.min(Date.parse(expiresAt), Date.parse(createdAt) + hours * HOUR);
}

/** A plan whose ledger is gone could be applied twice: the ledger is kept for as long as a plan may hold. */
function oldestKept(world: World, { runs, planExpiryHours }: Policy): number {
  return world.clock.now() - Math.max(runs.keepDays * 24, planExpiryHours) * HOUR;
}

/** Why a consent that was given does not hold: told with what it does not lift. */
const VOID: ReadonlySet<string> = new Set(['SAFE032', 'SAFE033', 'SAFE034', 'SAFE035', 'SAFE036']);

function refuseUnlessAllowed(findings: readonly Finding[]): void {
  if (isAllowed(findings)) return;
  throw new DiagnosticError(
    findings
      .filter(({ blocks, code }) => blocks || VOID.has(code))
      .map(({ code, detail }) => diagnostic(code as Code, { detail })),
  );
}

function countOutcomes(report: ApplyReport): ApplyResult['counts'] {
  const counts: Record<Outcome['status'], number> = { done: 0, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0 };
  for (const { outcome } of report.results) counts[outcome.status]++;
  return counts;
}

import { relative } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { positionAt } from '../../kernel/position.ts';
import type { SourceRange } from '../../kernel/position.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { RuleTestCase } from '../../model/rule-test.ts';
import type { CaseFailure, CaseReport, Place, RuleTestReport } from '../../model/rule-test-report.ts';
import { CoverageCollector } from '../../sync/coverage.ts';
import type { WorkspaceOptions, World } from '../contract.ts';
import { openWorkspace } from '../workspace.ts';
import { caseWorld } from './case-world.ts';
import { check } from './check.ts';
import type { Checked } from './check.ts';
import { chosenCases } from './selection.ts';
import type { ChosenCase, Selection } from './selection.ts';

export interface TestOptions extends WorkspaceOptions, Selection {
  /** Tell what of the rules no case decided. */
  readonly coverage: boolean;
}

export interface TestResult {
  /** Folder of the workspace, relative to the current directory. */
  readonly workspace: string;
  readonly report: RuleTestReport;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the rule tests of a workspace. Reads no source and no tenant. Throws DiagnosticError. */
export async function testRules(world: World, options: TestOptions): Promise<TestResult> {
  const workspace = await openWorkspace(world, options);
  const { ruleSet, diagnostics } = workspace;
  const collector = options.coverage ? new CoverageCollector(ruleSet) : undefined;
  const chosen = chosenCases(world, workspace, options);
  const cases: CaseReport[] = [];
  for (const one of chosen) {
    // Cases take no time of their own: Ctrl-C would never be heard.
    await turn();
    world.signal.throwIfAborted();
    world.progress('testing', cases.length, chosen.length);
    cases.push(runCase(ruleSet, one, collector));
  }
  const report = { workspace: ruleSet.topology.workspace, cases };
  return {
    workspace: relative(world.directory, workspace.directory) || '.',
    report: collector === undefined ? report : { ...report, coverage: collector.report() },
    diagnostics,
  };
}

function runCase(ruleSet: RuleSet, { test, one }: ChosenCase, collector: CoverageCollector | undefined): CaseReport {
  const world = caseWorld(ruleSet, one);
  collector?.add(world);
  const unmet = one.expectations.flatMap((expectation) => {
    const checked = check(expectation, world);
    return checked.met ? [] : [failureOf(checked, expectation, one)];
  });
  const failures = !one.mustFail ? unmet : unmet.length > 0 ? [] : [metAll(one)];
  const { name, mustFail, source } = one;
  return { test: test.name, name, at: placeOf(source), passed: failures.length === 0, mustFail, failures };
}

function failureOf(
  { subject, expected, got, why }: Checked,
  { of, source }: RuleTestCase['expectations'][number],
  { given }: RuleTestCase,
): CaseFailure {
  return { at: placeOf(source), ...(given.length > 1 ? { of } : {}), subject, expected, got, why };
}

function metAll({ source }: RuleTestCase): CaseFailure {
  return {
    at: placeOf(source),
    subject: 'mustFail',
    expected: { kind: 'words', text: 'an expectation that is not met' },
    got: { kind: 'words', text: 'all are met' },
    why: [],
  };
}

function placeOf(range: SourceRange): Place {
  return { file: range.source.path, ...positionAt(range.source, range.start) };
}

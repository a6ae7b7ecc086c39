import { basename } from 'node:path';
import type { MigratedFlow, MigratedRule, Migration } from '../../../src/model/migration.ts';
import type { ExportedRule } from '../export/read-export.ts';

/** What the report says of the rules of an export. */
export interface Told {
  /** Rules that became rules of the workspace, with the flows that came along; by the file that they became; none where its scope can never hold. */
  readonly carried: readonly { readonly rule: ExportedRule; readonly file: string; readonly names: Names }[];
  /** What the report passes over in silence. */
  readonly silences: readonly { readonly rule: ExportedRule; readonly detail: string }[];
}

/** Targets of the export by the name that the report gives them in Graph, both in lower case. */
export type Names = ReadonlyMap<string, string>;

/** The report is taken at its word: what it says is carried over is compared, and what it leaves out has a reason. */
export function toldOf(rules: readonly ExportedRule[], { rules: rows }: Migration): Told {
  const carried: Told['carried'][number][] = [];
  const silences: Told['silences'][number][] = [];
  const rowOf = new Map(rows.map((row) => [basename(row.origin.replace(/:\d+$/, '')), row]));
  for (const rule of rules) {
    const row = rowOf.get(rule.file);
    const tell = (detail: string): number => silences.push({ rule, detail });
    if (row === undefined) {
      tell('is not in the report');
      continue;
    }
    if (rule.disabled && row.file !== undefined) tell('is disabled, and carried over');
    if (row.file === undefined) {
      if (!isExplained(rule, row)) tell('is left out, and the report does not say why');
      // What the report says of its scope is compared, too.
      if (row.reason.startsWith(NEVER)) carried.push({ rule, file: '', names: new Map() });
      // A reason that stands for the whole rule stands for its flows.
      if (row.flows.length > 0 || row.reason === '') silentFlows(rule, row).forEach(tell);
      continue;
    }
    silentFlows(rule, row).forEach(tell);
    const written = new Map(row.flows.filter(isWritten).map((one) => [one.target, nameOf(one)]));
    const flows = rule.flows.filter(({ target }) => written.has(target));
    carried.push({ rule: { ...rule, flows }, file: row.file, names: written });
  }
  return { carried, silences };
}

const NEVER = 'The scope can never hold';

/** The pack may do the work of a standard rule; what is disabled does none. */
function isExplained({ standard, disabled }: ExportedRule, { carried, reason }: MigratedRule): boolean {
  if (carried === 'notWritable' || carried === 'decision' || disabled) return reason !== '';
  return standard;
}

function silentFlows({ flows }: ExportedRule, row: MigratedRule): readonly string[] {
  return flows.flatMap(({ target }) => {
    const told = row.flows.find((one) => one.target === target);
    if (told === undefined) return [`the flow to ${target} is not in the report`];
    return isWritten(told) || told.reason !== '' ? [] : [`the flow to ${target} is left out, and nothing says why`];
  });
}

/** The anchor is written by the product itself, whatever flow is for it. */
function isWritten({ carried, reason }: MigratedFlow): boolean {
  return (carried === 'same' || carried === 'renamed') && !reason.startsWith('Lockstep writes the anchor');
}

function nameOf({ target, reason }: MigratedFlow): string {
  return (/^it is (\S+) in Graph/.exec(reason)?.[1] ?? target).toLowerCase();
}

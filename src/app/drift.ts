import type { Diagnostic } from '../kernel/diagnostic.ts';
import { DiagnosticError, diagnostic } from '../kernel/diagnostic.ts';
import { causeLookup } from '../model/cause.ts';
import type { CauseFound, CauseGap } from '../model/cause.ts';
import type { AttributeChange, Operation, Plan } from '../model/plan.ts';
import type { PlanOptions, World } from './contract.ts';
import { plan } from './plan.ts';

export type DriftOptions = Pick<PlanOptions, 'workspace' | 'sources' | 'tenant'>;

export interface DriftResult {
  /** A plan of which only what drift has made is left. It is for reading: apply does not take it. */
  readonly plan: Plan;
  /** Changes that come of rules, sources, or of what is not known. */
  readonly others: number;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What somebody has changed in the tenant since the last run ended, of what the rules want otherwise. Reads what a plan
 * reads, and writes nothing. Throws DiagnosticError where there is nothing to compare with.
 */
export async function drift(world: World, options: DriftOptions): Promise<DriftResult> {
  const { plan: whole, diagnostics } = await plan(world, options);
  const { causes = [], causeBasis } = whole;
  if (causeBasis?.baseline === undefined) {
    const detail = WORDS[causeBasis?.gaps.find(isOfBaseline) ?? 'noBaseline'];
    const damage = diagnostics.filter(({ code }) => code === 'BAS002');
    throw new DiagnosticError([...damage, diagnostic('BAS003', { detail })]);
  }
  const lookup = causeLookup(causes);
  let others = 0;
  const operations = whole.body.operations.flatMap((operation): readonly Operation[] => {
    const isDrift = (attribute?: string): boolean => lookup(operation.id, attribute) === 'drift';
    if (operation.kind !== 'update' || operation.changes.length === 0) {
      if (isDrift()) return [operation];
      others++;
      return [];
    }
    const changes = operation.changes.filter(({ attribute }: AttributeChange) => isDrift(attribute));
    others += operation.changes.length - changes.length;
    return changes.length === 0 ? [] : [{ ...operation, changes }];
  });
  const left: readonly CauseFound[] = causes.filter(({ cause }) => cause === 'drift');
  return { plan: { ...whole, body: { ...whole.body, operations }, causes: left }, others, diagnostics };
}

type OfBaseline = 'noBaseline' | 'damaged' | 'otherTenant' | 'newer';

const WORDS: Readonly<Record<OfBaseline, string>> = {
  noBaseline: 'No run has noted here what it left in the tenant.',
  damaged: 'The note of what the last run left in the tenant is damaged.',
  otherTenant: 'The note of what the last run left is of another tenant or workspace.',
  newer: 'A run ended after the tenant was read: its note is of a later state.',
};

function isOfBaseline(gap: CauseGap): gap is OfBaseline {
  return Object.hasOwn(WORDS, gap);
}

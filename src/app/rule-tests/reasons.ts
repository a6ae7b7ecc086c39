import type {
  AttributeExplanation,
  ClauseExplanation,
  RuleExplanation,
  SourceExplanation,
} from '../../model/explanation.ts';
import type { FailureReason, Shown } from '../../model/rule-test-report.ts';

/** Who gave an attribute: the flows that decided it, then those that decided what they read. */
export function reasonsOf(
  attribute: string,
  { identity }: SourceExplanation,
  side: 'entra' | 'metaverse' = 'entra',
): readonly FailureReason[] {
  if (identity === undefined) return [];
  const inbound = (name: string) => deciding(identity.inbound.find((one) => one.attribute === name));
  if (side === 'metaverse') return inbound(attribute).map(reasonOf);
  const outbound = deciding(identity.outbound.find((one) => one.attribute === attribute));
  const read = new Set(outbound.flatMap(({ reads }) => reads.map((one) => one.attribute)));
  return [...outbound, ...[...read].flatMap(inbound)].map(reasonOf);
}

type Candidate = AttributeExplanation['candidates'][number];

/** Where no flow decided, each had nothing to say: all of them are the reason. */
function deciding(attribute: AttributeExplanation | undefined): readonly Candidate[] {
  const candidates = attribute?.candidates ?? [];
  const decided = candidates.filter(({ standing }) => ['wins', 'contributes', 'fails'].includes(standing));
  return decided.length > 0 ? decided : candidates.filter(({ standing }) => standing !== 'outranked');
}

function reasonOf({ rule, at, flow }: Candidate): FailureReason {
  return { rule, at, says: flow };
}

interface ScopeAnswer {
  readonly met: boolean;
  readonly subject: string;
  readonly got: Shown;
  readonly why: readonly FailureReason[];
}

/** Does a rule accept the object, and by which clauses does it not? */
export function askScope(
  { rule: id, inScope }: { readonly rule: string; readonly inScope: boolean },
  { rules, identity }: SourceExplanation,
): ScopeAnswer {
  const rule = [...rules, ...(identity?.tenant?.rules ?? []), ...(identity?.outboundRules ?? [])].find(
    (one) => one.rule === id,
  );
  const accepted = rule?.inScope === true;
  const subject = `${inScope ? 'inScope' : 'notInScope'} ${id}`;
  return {
    met: accepted === inScope && (rule === undefined || rule.inScope !== undefined),
    subject,
    got: { kind: 'words', text: verdictText(rule) },
    why: rule === undefined ? [] : clauseReasons(rule, accepted),
  };
}

function verdictText(rule: RuleExplanation | undefined): string {
  if (rule === undefined) return 'not asked about it';
  if (rule.inScope === undefined) return 'not known: a group is not in sight';
  return rule.inScope ? 'in scope' : 'not in scope';
}

function clauseReasons(rule: RuleExplanation, accepted: boolean): readonly FailureReason[] {
  const clauses = rule.scope.flat().filter(({ outcome }) => (outcome === 'holds') === accepted);
  if (clauses.length === 0) return [{ rule: rule.rule, at: rule.at, says: '' }];
  return clauses.map((clause) => ({ rule: rule.rule, at: clause.at, says: clauseText(clause) }));
}

function clauseText({ attribute, operator, comparands, outcome }: ClauseExplanation): string {
  const asked = [attribute, operator, comparands.map(String).join(', ')].join(' ').trim();
  return `${asked} ${outcome === 'holds' ? 'holds' : 'does not hold'}`;
}

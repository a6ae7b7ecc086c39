import { domainOf, federatedDomains } from '../model/live-sync.ts';
import type { Operation } from '../model/plan.ts';
import { finding } from './input.ts';
import type { Analyzer, ApplyGuardInput } from './input.ts';

/**
 * Sign-in names that move between a managed and a federated domain: from then on another service knows the password.
 * Told, not blocked: it is what such a move is for.
 */
export const signInMoves: Analyzer<ApplyGuardInput> = ({ body, tenant }) => {
  const federated = federatedDomains(tenant.facts.domains);
  const moves = Map.groupBy(body.operations, (operation) => moveOf(operation, federated));
  return [...moves].flatMap(([move, operations]) => {
    if (move === undefined) return [];
    const detail = `Of ${operations.length} the sign-in name goes ${move}.`;
    return [finding('SAFE024', { detail, policyKey: '', operations })];
  });
};

function moveOf(operation: Operation, federated: ReadonlySet<string>): string | undefined {
  if (operation.kind !== 'update' || operation.object.type !== 'user') return undefined;
  const name = operation.changes.find(({ attribute }) => attribute === 'userPrincipalName');
  if (typeof name?.before !== 'string' || typeof name.after !== 'string') return undefined;
  const [from, to] = [domainOf(name.before), domainOf(name.after)];
  if (federated.has(from) === federated.has(to)) return undefined;
  const kind = (domain: string): string => (federated.has(domain) ? 'federated' : 'managed');
  return `from ${from} (${kind(from)}) to ${to} (${kind(to)})`;
}

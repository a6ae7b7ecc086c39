import { invariant } from '../kernel/invariant.ts';
import { foldCase } from '../kernel/text.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { HoldReason } from '../model/plan.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { TenantIndex } from './tenant-index.ts';

/** May a user take a name? Free; free once another operation has given it up; or not. */
export type NameVerdict =
  | { readonly kind: 'free' }
  | { readonly kind: 'freeAfter'; readonly key: string }
  | { readonly kind: 'taken'; readonly reason: HoldReason; readonly detail: string };

/** A desired user with the tenant object it was matched to. */
export interface Claimant {
  readonly desired: DesiredObject;
  readonly object: TenantObject | undefined;
  /** False when the object is not written in this plan: then it keeps the name it has. */
  readonly writable: boolean;
}

export interface Names {
  userPrincipalName(desired: DesiredObject): NameVerdict;
  mail(desired: DesiredObject): NameVerdict;
}

const SHOWN = 3;

const FREE: NameVerdict = { kind: 'free' };

/**
 * Settles who gets which name before anything is written: the tenant refuses a second holder, and an order of writes
 * that happens to work must not decide it.
 */
export function settleNames(
  claimants: readonly Claimant[],
  index: TenantIndex,
  acceptable: (userPrincipalName: string, before: string) => boolean,
): Names {
  const claims = {
    userPrincipalName: claimsOn(claimants, 'userPrincipalName'),
    mail: claimsOn(claimants, 'mail'),
  };
  const byDesired = new Map(claimants.map((claimant) => [claimant.desired, claimant]));
  // An object whose anchor another source object copied has several claimants: the one that writes it names it.
  const byWriting = claimants.toSorted((a, b) => Number(a.writable) - Number(b.writable));
  const byObject = new Map(byWriting.map((claimant) => [claimant.object, claimant]));
  const settled = new Map<Claimant, NameVerdict>();

  /** The verdict, or who has to give the name up first. */
  const lookUp = (claimant: Claimant): NameVerdict | Claimant => {
    const wanted = textOf(claimant.desired, 'userPrincipalName');
    if (wanted === undefined) return FREE;
    if (claimant.object !== undefined && foldCase(claimant.object.name) === wanted) return FREE;
    const rivals = claims.userPrincipalName.get(wanted) ?? [];
    if (rivals.length > 1) return duplicate(claimant, rivals);
    const holder = index.byUserPrincipalName.get(wanted);
    if (holder === undefined) return FREE;
    const holding = byObject.get(holder);
    return holding !== undefined && isRenamed(holding, wanted, acceptable) ? holding : taken(holder);
  };

  /** Follows the holders to the end of the chain; in a circle nobody moves first. */
  const settle = (claimant: Claimant): NameVerdict => {
    const chain: Claimant[] = [];
    const waiting = new Set<Claimant>();
    let next: NameVerdict | Claimant = claimant;
    while ('desired' in next) {
      const known = settled.get(next);
      if (known !== undefined || waiting.has(next)) break;
      waiting.add(next);
      chain.push(next);
      next = lookUp(next);
    }
    let verdict = 'desired' in next ? verdictBehind(next, settled.get(next)) : next;
    for (const one of chain.reverse()) {
      settled.set(one, verdict);
      verdict = verdictBehind(one, verdict);
    }
    return settled.get(claimant) ?? FREE;
  };

  return {
    userPrincipalName: (desired) => {
      const claimant = byDesired.get(desired);
      invariant(claimant !== undefined, `${desired.key} is no user`);
      return settle(claimant);
    },
    mail: (desired) => {
      const claimant = byDesired.get(desired);
      const wanted = textOf(desired, 'mail');
      invariant(claimant !== undefined, `${desired.key} is no user`);
      if (wanted === undefined) return FREE;
      const holders = index.byAddress.get(wanted) ?? [];
      if (holders.length === 1 && holders[0] === claimant.object) return FREE;
      const other = holders.find((holder) => holder !== claimant.object);
      if (other !== undefined) return taken(other);
      const rivals = claims.mail.get(wanted) ?? [];
      return rivals.length > 1 ? duplicate(claimant, rivals) : FREE;
    },
  };
}

/** What the holder's own verdict (none: it waits for us in a circle) means for who wants its name. */
function verdictBehind(holder: Claimant, verdict: NameVerdict | undefined): NameVerdict {
  if (verdict !== undefined && verdict.kind !== 'taken') return { kind: 'freeAfter', key: holder.desired.key };
  return holder.object === undefined ? FREE : taken(holder.object);
}

/** Does the holder of a name take another one in this plan, that the tenant will accept? (Whoever wants that very name is a rival.) */
function isRenamed(holder: Claimant, from: string, acceptable: (name: string, before: string) => boolean): boolean {
  const to = textOf(holder.desired, 'userPrincipalName');
  if (!holder.writable || holder.desired.once.has('userPrincipalName')) return false;
  return to !== undefined && acceptable(to, from);
}

function claimsOn(claimants: readonly Claimant[], attribute: string) {
  return Map.groupBy(claimants, ({ desired }) => textOf(desired, attribute));
}

function textOf(desired: DesiredObject, attribute: string): string | undefined {
  const value = desired.attributes.get(attribute)?.value;
  return typeof value === 'string' ? foldCase(value) : undefined;
}

function duplicate(claimant: Claimant, rivals: readonly Claimant[]): NameVerdict {
  const others = rivals.filter((rival) => rival !== claimant).map((rival) => rival.desired.dn);
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : '';
  const detail = `also wanted by ${others.slice(0, SHOWN).join('; ')}${more}`;
  return { kind: 'taken', reason: 'duplicateInSource', detail };
}

function taken(holder: TenantObject): NameVerdict {
  return { kind: 'taken', reason: 'nameTaken', detail: `${holder.name} (${holder.type} ${holder.id}) has it` };
}

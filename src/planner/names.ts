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

/** A desired user with the tenant object it was matched to, if it may be written. */
export interface Claimant {
  readonly desired: DesiredObject;
  readonly object: TenantObject | undefined;
}

export interface Names {
  userPrincipalName(claimant: Claimant): NameVerdict;
  mail(claimant: Claimant): NameVerdict;
}

const FREE: NameVerdict = { kind: 'free' };

/**
 * Settles who gets which name before anything is written: the tenant refuses a second holder, and an order of writes
 * that happens to work must not decide it.
 */
export function settleNames(
  claimants: readonly Claimant[],
  index: TenantIndex,
  acceptable: (userPrincipalName: string) => boolean,
): Names {
  const claims = {
    userPrincipalName: claimsOn(claimants, 'userPrincipalName'),
    mail: claimsOn(claimants, 'mail'),
  };
  const byObject = new Map(claimants.map((claimant) => [claimant.object, claimant]));

  const userPrincipalName = (claimant: Claimant, asking: ReadonlySet<Claimant> = new Set()): NameVerdict => {
    const wanted = textOf(claimant.desired, 'userPrincipalName');
    if (wanted === undefined) return FREE;
    if (claimant.object !== undefined && foldCase(claimant.object.name) === wanted) return FREE;
    const rivals = claims.userPrincipalName.get(wanted) ?? [];
    if (rivals.length > 1) return duplicate(claimant, rivals);
    const holder = index.byUserPrincipalName.get(wanted);
    if (holder === undefined) return FREE;
    const holding = byObject.get(holder);
    if (holding === undefined) return taken(holder);
    // The holder gives the name up in this plan, unless its own new name is not to be had (or waits for ours).
    const circle = asking.has(holding) || holding === claimant;
    const next = circle ? undefined : userPrincipalName(holding, new Set([...asking, claimant]));
    const moves = isRenamed(holding.desired, wanted, acceptable);
    if (!moves || next === undefined || next.kind === 'taken') return taken(holder);
    return { kind: 'freeAfter', key: holding.desired.key };
  };

  return {
    userPrincipalName,
    mail: (claimant) => {
      const wanted = textOf(claimant.desired, 'mail');
      if (wanted === undefined) return FREE;
      const holders = index.byAddress.get(wanted) ?? [];
      if (claimant.object !== undefined && holders.length === 1 && holders[0] === claimant.object) return FREE;
      const other = holders.find((holder) => holder !== claimant.object);
      if (other !== undefined) return taken(other);
      const rivals = claims.mail.get(wanted) ?? [];
      return rivals.length > 1 ? duplicate(claimant, rivals) : FREE;
    },
  };
}

/** Does the holder of a name take another one in this plan, that the tenant will accept? */
function isRenamed(holder: DesiredObject, from: string, acceptable: (name: string) => boolean): boolean {
  const to = textOf(holder, 'userPrincipalName');
  return to !== undefined && to !== from && !holder.once.has('userPrincipalName') && acceptable(to);
}

function claimsOn(claimants: readonly Claimant[], attribute: string): ReadonlyMap<string, readonly Claimant[]> {
  return Map.groupBy(
    claimants.filter(({ desired }) => textOf(desired, attribute) !== undefined),
    ({ desired }) => textOf(desired, attribute) ?? '',
  );
}

function textOf(desired: DesiredObject, attribute: string): string | undefined {
  const value = desired.attributes.get(attribute)?.value;
  return typeof value === 'string' ? foldCase(value) : undefined;
}

function duplicate(claimant: Claimant, rivals: readonly Claimant[]): NameVerdict {
  const others = rivals.filter((rival) => rival !== claimant).map((rival) => rival.desired.dn);
  return { kind: 'taken', reason: 'duplicateInSource', detail: `also wanted by ${others.join('; ')}` };
}

function taken(holder: TenantObject): NameVerdict {
  return { kind: 'taken', reason: 'nameTaken', detail: `${holder.name} (${holder.type} ${holder.id}) has it` };
}

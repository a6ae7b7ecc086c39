import { lineOf } from '../kernel/position.ts';
import type { Approval, Consent, Consents } from '../model/consent.ts';
import type { Hazard, HazardFound } from '../model/hazard.ts';
import type { Finding, Operation } from '../model/plan.ts';
import { extentOfHazard } from './hazards/extent.ts';
import type { HazardExtent } from './hazards/extent.ts';
import { finding } from './input.ts';
import type { ApplyGuardInput } from './input.ts';

/**
 * Lifts the blocking findings of the hazards that somebody consented to, for as many as were consented to and not one
 * more. They stay among the findings. A consent that was given and does not hold is told, with its reason.
 */
export function withConsents(
  { body, workspace, consents }: Pick<ApplyGuardInput, 'body' | 'workspace' | 'consents'>,
  findings: readonly Finding[],
  found: readonly HazardFound[],
): readonly Finding[] {
  if (consents === undefined) return findings;
  const verdicts = new Map<Hazard, Verdict>();
  for (const { hazard, blocks } of findings) {
    if (!blocks || hazard === undefined || verdicts.has(hazard)) continue;
    const extent = extentOfHazard(hazard, found, findings, body.operations);
    verdicts.set(hazard, verdictOn(hazard, extent, consents, workspace));
  }
  return [
    ...findings.map((one): Finding => {
      const consent = one.hazard === undefined ? undefined : verdicts.get(one.hazard)?.consent;
      return one.blocks && consent !== undefined ? { ...one, blocks: false, consent } : one;
    }),
    ...[...verdicts.values()].flatMap(({ void: refused }) => refused),
  ];
}

interface Verdict {
  readonly consent?: Consent;
  /** Consents that were given and do not hold; empty where one does. */
  readonly void: readonly Finding[];
}

function verdictOn(hazard: Hazard, extent: HazardExtent, consents: Consents, workspace: string): Verdict {
  const allowed = consents.flags.get(hazard);
  if (allowed !== undefined && extent.count <= allowed) return { consent: { by: 'flag', maximum: allowed }, void: [] };
  const refused: Finding[] = [];
  if (allowed !== undefined) {
    const given = `--allow-hazard ${hazard}=${allowed}`;
    refused.push(voided('SAFE035', hazard, `${given} allows ${allowed}, the plan holds ${extent.count}.`));
  }
  for (const approval of consents.approvals) {
    const approved = approval.hazards.find((one) => one.hazard === hazard);
    if (approved === undefined) continue;
    const why = whyVoid(approval, approved, extent, consents, workspace);
    if (why === undefined) {
      return { consent: { by: 'approval', maximum: approved.maximum, approval: approval.id }, void: [] };
    }
    const named = `Approval ${approval.id} (${lineOf(approval.source)})`;
    refused.push(voided(why.code, hazard, `${named} for ${hazard} ${why.detail}.`));
  }
  return { void: refused };
}

type VoidCode = 'SAFE032' | 'SAFE033' | 'SAFE034' | 'SAFE035' | 'SAFE036';

interface WhyVoid {
  readonly code: VoidCode;
  readonly detail: string;
}

/** Why an approval is none for this plan; undefined when it is one. */
function whyVoid(
  approval: Approval,
  approved: Approval['hazards'][number],
  { count, classes }: HazardExtent,
  { used, runId, now, tenantId, rulesDigest }: Consents,
  workspace: string,
): WhyVoid | undefined {
  const user = used.get(approval.id);
  if (user !== undefined && user !== runId) return { code: 'SAFE032', detail: `was used by run ${user}` };
  // Written so that an instant that is none has passed.
  if (!(now < Date.parse(approval.expiresAt))) {
    return { code: 'SAFE033', detail: `held until ${approval.expiresAt}` };
  }
  if (approval.workspace !== workspace || approval.tenantId.toLowerCase() !== tenantId.toLowerCase()) {
    return { code: 'SAFE034', detail: `is for ${approval.workspace} (${approval.tenantId})` };
  }
  if (approval.rulesDigest !== rulesDigest) {
    const [theirs, ours] = [approval.rulesDigest.slice(0, 12), rulesDigest.slice(0, 12)];
    return { code: 'SAFE034', detail: `is for rules ${theirs}, here are ${ours}` };
  }
  if (count > approved.maximum) {
    return { code: 'SAFE035', detail: `allows ${approved.maximum}, the plan holds ${count}` };
  }
  const seen = new Set(approved.classes);
  const unseen = [...classes.keys()].filter((digest) => !seen.has(digest));
  const [first] = unseen;
  return first === undefined
    ? undefined
    : {
        code: 'SAFE036',
        detail: `does not know ${unseen.length} kinds of change of the plan, ${first.slice(0, 12)} among them`,
      };
}

function voided(code: VoidCode, hazard: Hazard, detail: string): Finding {
  const none: readonly Operation[] = [];
  return { ...finding(code, { detail, policyKey: '', operations: none }), hazard };
}

/** Approvals that lift something: they are used up with the first write. */
export function usedApprovals(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ consent }) => consent?.approval ?? []))].sort();
}

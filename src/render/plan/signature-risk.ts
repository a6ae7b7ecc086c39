import type { Json } from '../../kernel/canonical-json.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { hazards, riskOfHazard } from '../../model/hazard.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { ChangeSignature } from '../../model/signature.ts';

/** The gravest first, then those that befall the most; what is alike in both keeps the order of the plan. */
export function gravestFirst(signatures: readonly ChangeSignature[]): readonly ChangeSignature[] {
  return signatures
    .map((signature) => ({ signature, risk: riskOfSignature(signature) }))
    .sort((a, b) => a.risk - b.risk || b.signature.objects - a.signature.objects)
    .map(({ signature }) => signature);
}

/** The graver, the lower: in the order of hazards, and after them what is none. */
export function riskOfSignature(signature: ChangeSignature): number {
  const hazard = likeHazard(signature);
  if (hazard !== undefined) return riskOfHazard(hazard);
  switch (signature.operation) {
    case 'setManager':
      return hazards.length + 1;
    case 'addMember':
      return hazards.length + 2;
    case 'create':
      return hazards.length + 3;
    case 'defineExtension':
      return hazards.length + 4;
    default:
      return hazards.length;
  }
}

/**
 * The hazard that a kind of change is as grave as. The guards find hazards by what the tenant holds; here stands what the
 * plan alone tells of many: a restored object weighs as much as one that is taken over, a group that leaves as a user.
 */
function likeHazard(signature: ChangeSignature): Hazard | undefined {
  const { operation, type, changes } = signature;
  switch (operation) {
    case 'delete':
      return type === 'group' ? 'DELETES_GROUP' : 'DELETES_USER';
    case 'leave':
      return 'DISABLES_USER';
    case 'adopt':
    case 'reanchor':
    case 'restore':
      return 'TAKES_OVER_OBJECT';
    case 'removeMember':
      return 'REMOVES_MEMBER';
    case 'setManager':
    case 'update':
      return (
        hazardOfValues(signature) ?? (changes.some(({ after }) => isEmpty(after)) ? 'CLEARS_ATTRIBUTE' : undefined)
      );
    case 'addMember':
    case 'create':
    case 'defineExtension':
      return undefined;
    default:
      return assertNever(operation);
  }
}

function hazardOfValues({ attribute, to, changes }: ChangeSignature): Hazard | undefined {
  switch (attribute) {
    case 'accountEnabled':
      return to === true ? 'ENABLES_ACCOUNT' : 'DISABLES_USER';
    case 'userPrincipalName':
      return 'UPN_CHANGE';
    case 'mail':
      // A first address replaces none.
      return changes.some(({ before }) => before !== null) ? 'MAIL_CHANGE' : undefined;
    default:
      return undefined;
  }
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

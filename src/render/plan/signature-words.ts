import { assertNever } from '../../kernel/invariant.ts';
import type { ChangeSignature, SignatureClass } from '../../model/signature.ts';
import { attributeText, brief } from '../escape.ts';
import { afterText, beforeText } from '../value.ts';

const WIDTH = 80;

/** What kind of change it is, without who and values: `department`, `disabled`, `created`. */
export function classText({ operation, attribute = '', to }: SignatureClass): string {
  switch (operation) {
    case 'defineExtension':
      return `extension property ${brief(attribute)} defined`;
    case 'create':
      return 'created';
    case 'adopt':
      return 'adopted';
    case 'reanchor':
      return 'given another anchor';
    case 'restore':
      return 'restored';
    case 'leave':
      return 'leaving: deleted after the days of grace';
    case 'delete':
      return 'deleted';
    case 'setManager':
      return 'manager';
    case 'addMember':
      return 'member added';
    case 'removeMember':
      return 'member removed';
    case 'update':
      if (attribute === 'accountEnabled' && to !== undefined) return to ? 'enabled' : 'disabled';
      return attributeText(attribute, WIDTH);
    default:
      return assertNever(operation);
  }
}

/** Both values, where they are the same for all. */
export function agreedSides(signature: ChangeSignature): readonly [before: string, after: string] | undefined {
  const { operation, attribute, to, before, after } = signature;
  if (before === undefined || after === undefined) return undefined;
  if (operation !== 'update' && operation !== 'setManager') return undefined;
  if (attribute === 'accountEnabled' && to !== undefined) return undefined;
  return [beforeText(before, WIDTH), afterText(after, WIDTH)];
}

/** `department: "IT" -> "Digital"`, `leaving: …`, `member added: ada@contoso.com`. */
export function signatureText(signature: ChangeSignature): string {
  const { operation, before, after, changes } = signature;
  const kind = classText(signature);
  const sides = agreedSides(signature);
  if (sides !== undefined) return `${kind}: ${sides.join(' -> ')}`;
  if (operation === 'addMember' && typeof after === 'string') return `${kind}: ${brief(after, WIDTH)}`;
  if (operation === 'removeMember' && typeof before === 'string') return `${kind}: ${brief(before, WIDTH)}`;
  if (operation === 'leave' || operation === 'delete') {
    return typeof before === 'string' && before !== '' ? `${kind}; ${brief(before, WIDTH)}` : kind;
  }
  if (operation !== 'update' && operation !== 'setManager') return kind;
  if (after === null) return `${kind} cleared`;
  return changes.length === 1 || kind === 'disabled' || kind === 'enabled' ? kind : `${kind}: each a value of its own`;
}

import type { Json } from '../../kernel/canonical-json.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { signaturesOf } from '../../model/signature.ts';
import type { ChangeSignature } from '../../model/signature.ts';
import type { Operation, Plan } from '../../model/plan.ts';
import { attributeText, brief } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { count, grouped, listed } from '../words.ts';
import { causeView } from './cause-view.ts';
import { changeValue, placeOfChange } from './change-lines.ts';
import { shownName } from './subject-lines.ts';

const INDENT = '        ';
const MOST = 30;
const SAMPLES = 3;

/** Changes that are the same for many objects: by risk, then by how many. For plans too long to be read one by one. */
export function signatureLines(
  { body, causes }: Pick<Plan, 'body' | 'causes'>,
  width: number,
  paint: Paint,
): readonly string[] {
  const all = signaturesOf(body.operations.filter(isTold))
    .map((signature) => ({ signature, risk: riskOf(signature) }))
    .sort((a, b) => a.risk - b.risk || b.signature.objects - a.signature.objects)
    .map(({ signature }) => signature);
  const shown = all.slice(0, MOST);
  const view = causeView({ body, ...(causes === undefined ? {} : { causes }) });
  const operations = new Map(body.operations.map((one) => [one.id, one]));
  const among = ({ changes, attribute }: ChangeSignature): string => {
    const own = changes.flatMap(({ operation }) => operations.get(operation) ?? []);
    const words = new Set(own.map((one) => (attribute === undefined ? view.of(one) : view.attribute(one, attribute))));
    const [only, ...others] = words;
    return others.length === 0 ? (only ?? '') : [...words].filter((word) => word !== '').join(', ');
  };
  if (all.length === 0) return [];
  const more = all.length > shown.length ? ` (shown ${shown.length} of ${grouped(all.length)})` : '';
  return [
    `${paint('strong', 'The same change for many')}${more}`,
    ...shown.flatMap((signature) => lines(signature, among(signature), width, paint)),
  ];
}

/** What is new needs no comparison: creates and members to add are counted at the end. */
function isTold({ kind }: Operation): boolean {
  return kind !== 'create' && kind !== 'addMember' && kind !== 'defineExtension';
}

function riskOf({ operation, attribute, to, after }: ChangeSignature): number {
  switch (operation) {
    case 'delete':
      return 0;
    case 'leave':
      return 1;
    case 'reanchor':
    case 'adopt':
    case 'restore':
      return 2;
    case 'update':
      if (to !== undefined) return to ? 4 : 3;
      if (attribute === 'userPrincipalName') return 5;
      return after === null ? 7 : 8;
    case 'removeMember':
      return 6;
    case 'setManager':
      return 9;
    case 'addMember':
    case 'create':
    case 'defineExtension':
      return 10;
    default:
      return assertNever(operation);
  }
}

function lines(signature: ChangeSignature, cause: string, width: number, paint: Paint): readonly string[] {
  const { objects, type = 'object', changes, why } = signature;
  const place = why === undefined ? '' : paint('dim', placeOfChange([why]));
  const head = [`  ${paint(toneOf(signature), count(objects, type))}: `, whatOf(signature)].join('');
  const value = valueOf(signature, width, paint);
  const tail = [place, cause].filter((part) => part !== '').join('   ');
  const first = [typeof value === 'string' ? `${head}${value}` : head.trimEnd(), tail]
    .filter((part) => part !== '')
    .join('   ');
  const names = listed(
    [...new Set(changes.slice(0, SAMPLES * 4).map(({ object }) => shownName(object)))].slice(0, SAMPLES),
    SAMPLES,
  );
  return [
    first,
    ...(typeof value === 'string' ? [] : value.map((line) => `${INDENT}${line}`)),
    `${INDENT}${paint('dim', objects > SAMPLES ? `${names} and ${grouped(objects - SAMPLES)} more` : names)}`,
  ];
}

function toneOf(signature: ChangeSignature): 'risk' | 'change' {
  return riskOf(signature) <= 5 ? 'risk' : 'change';
}

function whatOf({ operation, attribute, before }: ChangeSignature): string {
  switch (operation) {
    case 'delete':
      return `delete${reason(before)}`;
    case 'leave':
      return `disable, delete later${reason(before)}`;
    case 'removeMember':
      return 'lose a member';
    case 'adopt':
    case 'reanchor':
    case 'restore':
      return operation;
    case 'update':
    case 'setManager':
    case 'addMember':
    case 'create':
    case 'defineExtension':
      return `${attributeText(attribute ?? operation, 40)} `;
    default:
      return assertNever(operation);
  }
}

function reason(before: Json | undefined): string {
  return typeof before === 'string' && before !== '' ? `, ${brief(before)}` : '';
}

/** The pair of values that all have, or that each has its own. */
function valueOf(signature: ChangeSignature, width: number, paint: Paint): string | readonly string[] {
  const { operation, before, after, changes } = signature;
  if (operation !== 'update' && operation !== 'setManager') return '';
  if (before !== undefined && after !== undefined) return changeValue(before, after, width, paint);
  const [first] = changes;
  const example = first === undefined ? '' : changeValue(first.before, first.after, width, paint);
  if (typeof example !== 'string') return example;
  return `as ${example}`;
}

import type { Json } from '../../kernel/canonical-json.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { riskOfHazard } from '../../model/hazard.ts';
import { signaturesOf } from '../../model/signature.ts';
import type { ChangeSignature } from '../../model/signature.ts';
import type { Operation, Plan } from '../../model/plan.ts';
import { attributeText, brief } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { count, grouped, listed } from '../words.ts';
import { causeView } from './cause-view.ts';
import { changeValue } from './change-lines.ts';
import { placesIn } from './signature-places.ts';
import { gravestFirst, riskOfSignature } from './signature-risk.ts';
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
  const all = gravestFirst(signaturesOf(body.operations.filter(isTold)));
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

function lines(signature: ChangeSignature, cause: string, width: number, paint: Paint): readonly string[] {
  const { objects, type = 'object', changes } = signature;
  const from = listed(placesIn(signature), SAMPLES);
  const place = from === '' ? '' : paint('dim', from);
  const head = [`  ${paint(toneOf(signature), count(objects, type))}: `, whatOf(signature)].join('');
  const value = valueOf(signature, width, paint);
  const tail = [place, cause].filter((part) => part !== '').join('   ');
  const first = [typeof value === 'string' ? `${head}${value}` : head.trimEnd(), tail]
    .filter((part) => part !== '')
    .join('   ');
  const names = samplesOf(changes);
  const more = objects - names.length;
  return [
    first,
    ...(typeof value === 'string' ? [] : value.map((line) => `${INDENT}${line}`)),
    `${INDENT}${paint('dim', `${names.join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`)}`,
  ];
}

/** The first objects: one that loses many members counts once. */
function samplesOf(changes: ChangeSignature['changes']): readonly string[] {
  const names = new Map<string, string>();
  for (const { object } of changes) {
    if (names.size === SAMPLES) break;
    if (!names.has(object.key)) names.set(object.key, shownName(object));
  }
  return [...names.values()];
}

function toneOf(signature: ChangeSignature): 'risk' | 'change' {
  return riskOfSignature(signature) <= riskOfHazard('MAIL_CHANGE') ? 'risk' : 'change';
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

import type { TenantAttribute, TenantExplanation, TenantStanding } from '../../model/explanation.ts';
import type { Held, Operation } from '../../model/plan.ts';
import { attributeText, brief } from '../escape.ts';
import { holdDetail, holdReasons } from '../hold-reasons.ts';
import type { Paint } from '../paint.ts';
import { changeValue } from '../plan/change-lines.ts';
import { shownName } from './places.ts';
import { beforeText } from '../value.ts';
import { columnWidth, pad } from '../width.ts';
import { count, grouped, sentence } from '../words.ts';

const MOST_OPERATIONS = 50;
const NAMES = 36;

/** What the tenant holds, attribute by attribute, and what the plan does with it. */
export function tenantLines(tenant: TenantExplanation, width: number, paint: Paint): readonly string[] {
  const { object } = tenant;
  const names = columnWidth(
    tenant.attributes.map((one) => attributeText(one.attribute, NAMES)),
    NAMES,
  );
  return [
    `${paint('strong', 'In the tenant')}  ${standingText(tenant.standing)}`,
    ...(object === undefined
      ? []
      : [
          `  ${object.type} ${shownName(object.name)}, tenant id ${brief(object.id)}`,
          `  anchor ${brief(object.anchor ?? '(none)')}, owner mark ${brief(object.mark ?? '(none)')}`,
        ]),
    ...tenant.attributes.flatMap((one) => attributeLines(one, names, width, paint)),
  ];
}

function standingText(standing: TenantStanding): string {
  switch (standing.kind) {
    case 'ours':
      return 'ours, and may be written.';
    case 'guarded':
      return `ours, and never written: ${heldText(standing)}`;
    case 'new':
      return 'not there yet.';
    case 'takenOver':
      return `not ours yet: ${brief(sentence(standing.detail))}`;
    case 'restored':
      return `in the recycle bin, to be restored: ${brief(sentence(standing.detail))}`;
    case 'held':
      return `held: ${heldText(standing)}`;
    case 'leaving':
      return 'ours, and no rule wants it any more.';
    case 'notOurs':
      return `not ours: ${brief(sentence(standing.detail))}`;
  }
}

function heldText(held: Pick<Held, 'reason' | 'detail' | 'microsoftError'>): string {
  return `${holdReasons[held.reason].title}. ${brief(sentence(holdDetail(held)), 400)}`;
}

function attributeLines(one: TenantAttribute, names: number, width: number, paint: Paint): readonly string[] {
  const { change, held } = one;
  const name = `  ${pad(attributeText(one.attribute, NAMES), names)}`;
  const room = Math.max(40, width - names - 20);
  const differs = change ?? held?.change;
  if (differs === undefined) return [`${name}  ${beforeText(one.present, room)}`];
  const value = changeValue(differs.before, differs.after, room, paint);
  const word = change === undefined ? paint('warning', 'held') : paint('change', 'change');
  const first =
    typeof value === 'string'
      ? [`${name}  ${value}  ${word}`]
      : [`${name}  ${word}`, ...value.map((line) => `      ${line}`)];
  return [...first, ...(held === undefined ? [] : [`      ${heldText(held)}`])];
}

type AboutObject = Exclude<Operation, { readonly kind: 'defineExtension' }>;

/** What the plan does with the object, in its own words. */
export function planLines(tenant: TenantExplanation, paint: Paint): readonly string[] {
  const operations = tenant.operations.filter((one): one is AboutObject => one.kind !== 'defineExtension');
  const shown = operations.slice(0, MOST_OPERATIONS);
  const more = operations.length - shown.length;
  const nothing = operations.length + tenant.held.length === 0;
  return [
    `${paint('strong', 'The plan')}${nothing ? '  leaves it as it is.' : ''}`,
    ...shown.map((operation) => `  ${operationText(operation)}`),
    ...(more > 0 ? [`  … and ${grouped(more)} more, see --format json`] : []),
    ...tenant.held.map((one) => `  ${paint('warning', 'held')}  ${heldText(one)}`),
  ];
}

function operationText(operation: AboutObject): string {
  const name = shownName(operation.object.name);
  switch (operation.kind) {
    case 'adopt':
    case 'reanchor':
    case 'restore':
      return `${operation.kind}  ${operation.object.type} ${name}: pair at ${brief(operation.pair)}`;
    case 'create':
    case 'update':
      return `${operation.kind}  ${operation.object.type} ${name}, ${count(operation.changes.length, 'attribute')}`;
    case 'leave':
      return `leave  ${name}: ${operation.object.type === 'user' ? 'disable, ' : ''}delete after ${brief(operation.deleteAfter)}; ${brief(operation.reason)}`;
    case 'delete':
      return `delete  ${name}: ${brief(operation.reason)}`;
    case 'setManager':
      return `set manager  ${name}: ${operation.manager === null ? '(cleared)' : shownName(operation.manager.name)}`;
    case 'addMember':
      return `add member  ${shownName(operation.member.name)} to ${name}`;
    case 'removeMember':
      return `remove member  ${shownName(operation.member.name)} from ${name}`;
  }
}

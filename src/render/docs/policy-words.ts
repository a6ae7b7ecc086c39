import { assertNever } from '../../kernel/invariant.ts';
import type { Freeze, FreezeTime } from '../../model/freeze.ts';
import type { PolicyRule } from '../../model/policy-rule.ts';
import type { Floor, Limit, LimitedOperation, Policy, Protection } from '../../model/policy.ts';
import { quoted, visible } from '../escape.ts';
import { count } from '../words.ts';

/** A setting of the policy and what it says, in words. */
export interface PolicyLine {
  readonly name: string;
  readonly words: string;
}

/** All that a policy says, the built-in limits included. */
export function policyLines(policy: Policy): readonly PolicyLine[] {
  const {
    deletions,
    protect,
    floors,
    freezes,
    rules,
    source,
    evaluation,
    planExpiryHours,
    quotaShare,
    tolerance,
    runs,
  } = policy;
  return [
    ...policy.limits.map(limitLine),
    { name: 'Leaving', words: leavingWords(deletions) },
    {
      name: 'Never written',
      words: protect.map(protectionWords).join('; ') || 'nothing but what is protected by itself',
    },
    ...floors.map(floorLine),
    ...freezes.map(freezeLine),
    ...rules.map(ruleLine),
    {
      name: 'Source that shrank',
      words: `blocked when more than ${percent(source.maximumShrinkPercent)} of the objects of a type are gone, or more than ${percent(source.maximumAttributeLossPercent)} of the values of an attribute`,
    },
    {
      name: 'Rules that fail',
      words:
        evaluation.maximumFailedPercent === 0
          ? 'blocked when they fail for any object in scope'
          : `blocked when they fail for more than ${percent(evaluation.maximumFailedPercent)} of the objects in scope of a connector, and for more than two`,
    },
    {
      name: 'Snapshots',
      words: `impact warns of one that is older than ${count(source.maximumSnapshotAgeHours, 'hour')}`,
    },
    { name: 'Plan file', words: `refused after ${count(planExpiryHours, 'hour')}` },
    { name: 'Write quota', words: `apply uses at most ${percent(quotaShare * 100)} of it` },
    {
      name: 'Left undone',
      words:
        tolerance === 0
          ? 'any operation makes apply end with exit code 8'
          : `up to ${percent(tolerance * 100)} of the operations still count as done`,
    },
    { name: 'Past runs', words: `remembered for ${count(runs.keepDays, 'day')}` },
  ];
}

function limitLine({ operation, type, count: most, percent: share, perGroup, where }: Limit): PolicyLine {
  const there = where === undefined ? '' : ' there';
  const marked = `the ${type === undefined ? 'objects' : `${type}s`} that carry the mark${there}`;
  const whole = [
    ...(most === undefined ? [] : [count(most, 'at a time', 'at a time')]),
    ...(share === undefined
      ? []
      : [`${percent(share)} of ${operation === 'memberRemove' ? `all memberships${there}` : marked}`]),
  ];
  const both = whole.length === 2 ? `${whole.join(' or ')}, whichever is less` : whole.join('');
  const each =
    perGroup === undefined
      ? ''
      : `${percent(perGroup.percent)} of the members of a group of ${count(perGroup.from, 'member')} or more`;
  const parts = [both, each].filter((part) => part !== '');
  return {
    name: `${operationWords(operation, type)}${scopeWords(where)}`,
    words: `blocked beyond ${parts.join('; or beyond ')}`,
  };
}

function scopeWords(where: Limit['where']): string {
  if (where === undefined) return '';
  const { connector, under, group } = where;
  const parts = [
    ...(connector === undefined ? [] : [`of ${visible(connector)}`]),
    ...(under === undefined ? [] : [`under ${visible(under)}`]),
    ...(group === undefined ? [] : [`in the group ${quoted(group)}`]),
  ];
  return ` ${parts.join(' and ')}`;
}

function floorLine(floor: Floor): PolicyLine {
  const role = floor.kind === 'role';
  const whom = role ? `The role ${quoted(floor.role)}` : `The group ${quoted(floor.group)}`;
  const people = count(floor.atLeast, role ? 'enabled holder' : 'enabled direct member');
  return { name: whom, words: `blocked when a plan would leave it fewer than ${people}` };
}

function ruleLine({ name, each, deny, severity, description }: PolicyRule): PolicyLine {
  const does = severity === 'warn' ? 'tells of' : 'blocks';
  const what = each === 'plan' ? 'a plan' : 'each operation';
  const why = description === undefined ? '' : ` (${visible(description)})`;
  return { name: `Rule ${quoted(name)}`, words: `${does} ${what} for which this holds: ${visible(deny)}${why}` };
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function freezeLine({ name, time, urgentDisables }: Freeze): PolicyLine {
  const lane = urgentDisables ? 'nothing is written but urgent disables' : 'nothing is written';
  return { name: `Freeze ${quoted(name)}`, words: `${lane} ${timeWords(time)}` };
}

function timeWords(time: FreezeTime): string {
  if (time.kind === 'once') return `from ${new Date(time.from).toISOString()} to ${new Date(time.to).toISOString()}`;
  const days = time.days.map((day) => dayNames[day]).join(', ');
  return `each ${days} from ${clock(time.from)} to ${clock(time.to)} (UTC${offsetWords(time.ahead)})`;
}

function clock(minutes: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function offsetWords(ahead: number): string {
  return ahead === 0 ? '' : `${ahead < 0 ? '-' : '+'}${clock(Math.abs(ahead))}`;
}

function operationWords(operation: LimitedOperation, type: Limit['type']): string {
  const whom = type === undefined ? 'objects' : `${type}s`;
  switch (operation) {
    case 'create':
      return `Creating ${whom}`;
    case 'update':
      return `Updating ${whom}`;
    case 'disable':
      return `Disabling ${whom}`;
    case 'enable':
      return `Enabling ${whom}`;
    case 'delete':
      return `Deleting ${whom}`;
    case 'memberRemove':
      return 'Removing members';
    case 'clear':
      return 'Clearing attributes';
    case 'upnChange':
      return 'Changing sign-in names';
    case 'adopt':
      return 'Adopting objects';
    default:
      return assertNever(operation);
  }
}

function leavingWords({ first, graceDays }: Policy['deletions']): string {
  return first === 'delete'
    ? 'whoever leaves is deleted at once'
    : `a user who leaves is disabled at once and deleted after ${count(graceDays, 'day')}`;
}

function protectionWords(protection: Protection): string {
  if ('userPrincipalName' in protection) return `the user ${visible(protection.userPrincipalName)}`;
  if ('group' in protection) return `the group ${quoted(protection.group)}`;
  return 'everyone who holds or may activate a directory role';
}

function percent(number: number): string {
  return `${String(Number(number.toFixed(2)))}%`;
}

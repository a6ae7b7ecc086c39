import { whole } from './export.ts';
import type { MadeFlow, MadeRule } from './export.ts';

/** Writes the PowerShell that the rules editor would write of rules that are made up. */

const MODEL = 'Microsoft.IdentityManagement.PowerShell.ObjectModel';

export function ruleScript(made: MadeRule): string {
  const rule = whole(made);
  return [
    command('New-ADSyncRule', [
      ['Name', quoted(rule.name)],
      ['Identifier', quoted(rule.id)],
      ['Description', quoted(rule.description)],
      ['Direction', quoted(rule.direction)],
      ['Precedence', String(rule.precedence)],
      ['PrecedenceAfter', quoted('00000000-0000-0000-0000-000000000000')],
      ['PrecedenceBefore', quoted('00000000-0000-0000-0000-000000000000')],
      ['SourceObjectType', quoted(rule.from)],
      ['TargetObjectType', quoted(rule.to)],
      ['Connector', quoted(rule.connector)],
      ['LinkType', quoted(rule.link)],
      ['SoftDeleteExpiryInterval', '0'],
      ['ImmutableTag', quoted(rule.tag)],
      ...(rule.passwordSync ? [['EnablePasswordSync', ''] as const] : []),
      ...(rule.disabled ? [['Disabled', ''] as const] : []),
      ['OutVariable', 'syncRule'],
    ]),
    ...rule.flows.map(flowCommand),
    ...rule.scope.flatMap((group) => [
      ...group.map(([attribute, operator, value], index) =>
        condition('ScopeCondition', [quoted(attribute), quoted(value), quoted(operator)], index),
      ),
      conditionGroup('Add-ADSyncScopeConditionGroup', 'ScopeConditions', group.length),
    ]),
    ...rule.join.flatMap((group) => [
      ...group.map(([from, to, exact = false], index) =>
        condition('JoinCondition', [quoted(from), quoted(to), exact ? '$true' : '$false'], index),
      ),
      conditionGroup('Add-ADSyncJoinConditionGroup', 'JoinConditions', group.length),
    ]),
    command('Add-ADSyncRule', [['SynchronizationRule', '$syncRule[0]']]),
    command('Get-ADSyncRule', [['Identifier', quoted(rule.id)]]),
  ].join('\n\n');
}

function flowCommand({ dest, attr, constant, expression, once, merge = 'Update' }: MadeFlow): string {
  const type = expression !== undefined ? 'Expression' : attr === undefined ? 'Constant' : 'Direct';
  const source = attr ?? constant;
  return command('Add-ADSyncAttributeFlowMapping', [
    ['SynchronizationRule', '$syncRule[0]'],
    ...(source === undefined ? [] : [['Source', `@(${quoted(source)})`] as const]),
    ['Destination', quoted(dest)],
    ['FlowType', quoted(type)],
    ['ValueMergeType', quoted(merge)],
    ...(expression === undefined ? [] : [['Expression', quoted(expression)] as const]),
    ...(once === true ? [['ExecuteOnce', ''] as const] : []),
    ['OutVariable', 'syncRule'],
  ]);
}

function condition(type: string, values: readonly string[], index: number): string {
  return command('New-Object', [
    ['TypeName', quoted(`${MODEL}.${type}`)],
    ['ArgumentList', values.join(',')],
    ['OutVariable', `condition${index}`],
  ]);
}

function conditionGroup(name: string, parameter: string, size: number): string {
  const conditions = Array.from({ length: size }, (_, index) => `$condition${index}[0]`);
  return command(name, [
    ['SynchronizationRule', '$syncRule[0]'],
    [parameter, `@(${conditions.join(',')})`],
    ['OutVariable', 'syncRule'],
  ]);
}

function command(name: string, parameters: readonly (readonly [string, string])[]): string {
  return [`${name} `, ...parameters.map(([parameter, value]) => `-${parameter} ${value}`.trimEnd())].join(' `\n');
}

/** In single quotes, where nothing is special but they. */
export function quoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, (one) => one + one)}'`;
}

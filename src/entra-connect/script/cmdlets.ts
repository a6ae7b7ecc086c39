import type { Cmdlet } from './bind.ts';

/** The cmdlets of the module ADSync that make a rule, and New-Object for conditions. In lower case. */
export const CMDLETS = {
  'new-adsyncrule': {
    values: [
      'Name',
      'Identifier',
      'Description',
      'Direction',
      'Precedence',
      'PrecedenceAfter',
      'PrecedenceBefore',
      'SourceObjectType',
      'TargetObjectType',
      'Connector',
      'LinkType',
      'SoftDeleteExpiryInterval',
      'ImmutableTag',
    ],
    switches: ['EnablePasswordSync', 'Disabled'],
    positional: [],
  },
  'add-adsyncattributeflowmapping': {
    values: ['SynchronizationRule', 'Source', 'Destination', 'FlowType', 'ValueMergeType', 'Expression'],
    switches: ['ExecuteOnce'],
    positional: [],
  },
  'add-adsyncscopeconditiongroup': {
    values: ['SynchronizationRule', 'ScopeConditions'],
    switches: [],
    positional: [],
  },
  'add-adsyncjoinconditiongroup': {
    values: ['SynchronizationRule', 'JoinConditions'],
    switches: [],
    positional: [],
  },
  'add-adsyncrule': { values: ['SynchronizationRule'], switches: [], positional: ['SynchronizationRule'] },
  'new-object': { values: ['TypeName', 'ArgumentList'], switches: [], positional: ['TypeName', 'ArgumentList'] },
} as const satisfies Readonly<Record<string, Cmdlet>>;

export type CmdletName = keyof typeof CMDLETS;

export function isCmdlet(name: string): name is CmdletName {
  return Object.hasOwn(CMDLETS, name);
}

/** Commands that make no rule and change none: they load the module, tell people something, start and stop runs. */
export const IDLE: ReadonlySet<string> = new Set([
  'import-module',
  'get-adsyncrule',
  'set-adsyncscheduler',
  'start-adsyncsynccycle',
  'write-host',
  'write-output',
  'write-verbose',
]);

/** Does a statement have to do with rules? */
export function makesRules(names: readonly string[]): boolean {
  return names.some((name) => isCmdlet(name) && name !== 'new-object');
}

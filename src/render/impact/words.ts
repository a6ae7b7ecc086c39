import type {
  FindingChange,
  Impact,
  ImpactGroup,
  ImpactKind,
  ImpactReport,
  ImpactRevision,
} from '../../model/impact.ts';
import type { Operation } from '../../model/plan.ts';
import { visible } from '../escape.ts';
import { holdReasons } from '../hold-reasons.ts';
import { count, grouped } from '../words.ts';
import { privilegedIn } from './hazard-words.ts';

export const operationWords: Readonly<Record<Operation['kind'], string>> = {
  defineExtension: 'extension property defined',
  create: 'created',
  adopt: 'adopted',
  reanchor: 'reanchored',
  restore: 'restored',
  update: 'updated',
  leave: 'disabled, to be deleted after the days of grace',
  delete: 'deleted',
  setManager: 'manager set',
  addMember: 'member added',
  removeMember: 'member removed',
};

export const findingWords: Readonly<Record<FindingChange['kind'], string>> = {
  appears: 'appears',
  disappears: 'is gone',
  changes: 'has other figures',
};

/** What changes for the identities of a group: `renamed: userPrincipalName`. */
export function changeWords({ kind, attribute = '', operation, hold, createOnly, type }: ImpactGroup): string {
  const name = visible(attribute);
  const done = operation === undefined ? '' : operationWords[operation];
  const once = createOnly === true ? ', for new objects only' : '';
  const held = `${hold === undefined ? '' : ` (${holdReasons[hold].title})`}${attributeText(attribute)}`;
  const words: Readonly<Record<ImpactKind, string>> = {
    leavesScope: type === 'user' ? 'leave scope: disabled, and deleted later' : 'leave scope: deleted later',
    entersScope: 'enter scope',
    disabled: 'would be disabled',
    enabled: 'would be enabled',
    anchorChanged: 'would be known by another anchor',
    renamed: `renamed: ${name}`,
    cleared: `${name} cleared`,
    changed: `${name} changed${once}`,
    managerChanged: 'another manager',
    set: `${name} set${once}`,
    released: `${name} written no more: the tenant keeps what it holds`,
    membershipLost: 'lose members',
    membershipGained: 'gain members',
    errorAppears: 'cannot be evaluated: held',
    errorDisappears: 'can be evaluated again',
    heldAppears: `held${held}`,
    heldDisappears: `held no more${held}`,
    operationAppears: `the plan: would be ${done}`,
    operationDisappears: `the plan: would no longer be ${done}`,
  };
  return words[kind];
}

function attributeText(attribute: string): string {
  switch (attribute) {
    case '':
      return '';
    case 'members':
      return ': members that are kept as they are';
    case 'manager':
      return ': the manager is kept as it is';
    default:
      return `: ${visible(attribute)}`;
  }
}

/** Who of a group matters most: ` (2 hold a directory role)`. */
export function privilegedText({ privileged = 0 }: Pick<ImpactGroup, 'privileged'>): string {
  return privileged === 0 ? '' : ` (${grouped(privileged)} ${privileged === 1 ? 'holds' : 'hold'} a directory role)`;
}

/** `main (3f2a1b0c9d)`, `working tree (3f2a1b0 and changes that are not committed)`. */
export function revisionText({ ref, commit, dirty }: ImpactRevision): string {
  const changes = dirty ? ' and changes that are not committed' : '';
  return `${visible(ref)}${commit === undefined ? '' : ` (${visible(commit)}${changes})`}`;
}

/** `snapshot corp.snapshot (./corp.ldif), 2026-11-22 04:00Z`: how old the data is belongs to what they say. */
export function readText(origin: string, readAt: string): string {
  return `${visible(origin)}, ${visible(readAt.replace(/^([\d-]{10})T([\d:]{5}).*$/, '$1 $2Z'))}`;
}

/** What all changes of a group say beside their values: said once. */
export function sharedDetail({ changes }: ImpactGroup): string | undefined {
  const [first] = changes;
  if (changes.length < 2 || first?.detail === undefined) return undefined;
  return changes.every(({ detail }) => detail === first.detail) ? first.detail : undefined;
}

/** The outcome in one sentence, without its full stop. */
export function verdictText({ outcome, base }: ImpactReport): string {
  switch (outcome.kind) {
    case 'sameRules':
      return 'Both have the same rules: nothing to evaluate, no impact';
    case 'unknown':
      return `Unknown against ${visible(base.ref)}, which is not valid; head wants ${count(outcome.wanted, 'identity', 'identities')}, ${grouped(outcome.failed)} cannot be evaluated`;
    case 'compared':
      return comparedText(outcome.impact);
  }
}

function comparedText(impact: Impact): string {
  const { identities, groups, wanted, findings } = impact;
  const size = `${count(wanted.base, 'identity', 'identities')} before, ${grouped(wanted.head)} after`;
  const blocked = findings?.blocked.head === true && !findings.blocked.base ? '; the plan would be blocked' : '';
  if (identities === 0) return `The rules differ, and nobody is touched: ${size}${blocked}`;
  const unknown = groups.filter(({ cause }) => cause.length === 0).length;
  const traced = unknown === 0 ? '' : `, ${grouped(unknown)} of unknown cause`;
  const privileged = privilegedIn(impact);
  const roles =
    privileged === 0 ? '' : `, ${grouped(privileged)} of them ${privileged === 1 ? 'holds' : 'hold'} a directory role`;
  return `${count(identities, 'identity is', 'identities are')} touched${roles}, in ${count(groups.length, 'group')}${traced}; ${size}${blocked}`;
}

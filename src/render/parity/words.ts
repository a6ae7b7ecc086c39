import type {
  DifferenceClass,
  DifferenceGroup,
  PairedBy,
  Parity,
  TextShape,
  UnpairedGroup,
  UnpairedReason,
  UnpairedSide,
} from '../../model/parity.ts';
import { holdReasons } from '../hold-reasons.ts';
import { count, grouped } from '../words.ts';

export const classWords: Readonly<Record<DifferenceClass, string>> = {
  difference: 'a difference',
  serviceUpn: 'the service made the sign-in name: the suffix is not verified',
  serviceMailNickname: 'the service made the nickname, of an address or a name',
  proxyCalculation: 'the service calculated the primary address',
  duplicateQuarantine: 'the service set a duplicate aside',
  notExposed: 'Graph does not show it',
  setOnce: 'the rules set it for new objects only',
  usageLocation: 'set in the cloud; the rules say nothing of it',
};

export const sideWords: Readonly<Record<UnpairedSide, string>> = {
  onlyHere: 'only the rules want',
  onlyThere: 'only the tenant has',
  ambiguous: 'not pairable',
};

export const reasonWords: Readonly<Record<UnpairedReason, string>> = {
  absent: 'the tenant has nothing of it',
  held: 'held',
  formerlySynced: 'another engine wrote it and has let go of it',
  filteredOut: 'filtered out',
  outOfScope: 'no rule has it in scope',
  notWritable: 'no application can write it',
  evaluationFailed: 'its rules failed',
  joined: 'its source object is part of another identity',
  noSource: 'no source shows it',
  severalFit: 'several objects fit each other',
};

export const shapeWords: Readonly<Record<TextShape, string>> = {
  case: 'upper and lower case only',
  space: 'blanks only',
  rulesLonger: 'the tenant has the beginning only',
  tenantLonger: 'the rules give the beginning only',
};

export const pairedWords: Readonly<Record<PairedBy, string>> = {
  mark: 'by owner mark',
  anchor: 'by anchor',
  otherAnchor: 'by another anchor of theirs',
  securityIdentifier: 'by security identifier',
  samAccountName: 'by account name and domain',
};

/** `1,204 identities, 20,451 attributes compared, 12 unexplained`. */
export function verdictText({ identities, attributes, unexplained }: Parity): string {
  return `${count(identities, 'identity', 'identities')}, ${count(attributes, 'attribute')} compared, ${grouped(unexplained)} unexplained`;
}

/** What an unpaired group is about, without its names. */
export function reasonText({ reason, hold }: Pick<UnpairedGroup, 'reason' | 'hold'>): string {
  return hold === undefined ? reasonWords[reason] : `held: ${holdReasons[hold].title}`;
}

/** `user department changed`. */
export function subjectText({ type, attribute, kind }: DifferenceGroup): string {
  switch (kind) {
    case 'set':
      return `${type} ${attribute}: the rules set it, the tenant has nothing`;
    case 'cleared':
      return `${type} ${attribute}: the tenant has a value, the rules give none`;
    case 'changed':
      return `${type} ${attribute}: another value`;
    case 'added':
      return `${type} ${attribute}: only the rules list them`;
    case 'removed':
      return `${type} ${attribute}: only the tenant lists them`;
  }
}

/** How pairs were found, the most first. */
export function pairedText({ pairedBy }: Parity): string {
  return Object.entries(pairedBy)
    .filter(([, number]) => number > 0)
    .map(([by, number]) => `${grouped(number)} ${pairedWords[by as PairedBy]}`)
    .join(', ');
}

import type { LinkType, MergeType, ScopeOperator } from '../model/rule-set.ts';

/** Operators of scoping filters by the name that exports give them. The documentation prints ISNOTBITSET. */
const OPERATORS: ReadonlyMap<string, ScopeOperator> = new Map<string, ScopeOperator>([
  ['EQUAL', 'equal'],
  ['NOTEQUAL', 'notEqual'],
  ['LESSTHAN', 'lessThan'],
  ['LESSTHAN_OR_EQUAL', 'lessThanOrEqual'],
  ['GREATERTHAN', 'greaterThan'],
  ['GREATERTHAN_OR_EQUAL', 'greaterThanOrEqual'],
  ['CONTAINS', 'contains'],
  ['NOTCONTAINS', 'notContains'],
  ['STARTSWITH', 'startsWith'],
  ['NOTSTARTSWITH', 'notStartsWith'],
  ['ENDSWITH', 'endsWith'],
  ['NOTENDSWITH', 'notEndsWith'],
  ['ISNULL', 'isNull'],
  ['ISNOTNULL', 'isNotNull'],
  ['ISIN', 'in'],
  ['ISNOTIN', 'notIn'],
  ['ISBITSET', 'bitSet'],
  ['ISBITNOTSET', 'bitNotSet'],
  ['ISNOTBITSET', 'bitNotSet'],
  ['ISMEMBEROF', 'memberOf'],
  ['ISNOTMEMBEROF', 'notMemberOf'],
]);

const LINKS: ReadonlyMap<string, LinkType> = new Map<string, LinkType>([
  ['PROVISION', 'provision'],
  ['JOIN', 'join'],
  ['STICKYJOIN', 'stickyJoin'],
  ['JOINNOFLOW', 'joinNoFlow'],
]);

/** `Replace` means the same as `Update`. */
const MERGES: ReadonlyMap<string, MergeType> = new Map<string, MergeType>([
  ['', 'update'],
  ['UPDATE', 'update'],
  ['REPLACE', 'update'],
  ['MERGE', 'merge'],
  ['MERGECASEINSENSITIVE', 'mergeIgnoreCase'],
]);

const DIRECTIONS: ReadonlyMap<string, 'inbound' | 'outbound'> = new Map([
  ['INBOUND', 'inbound'],
  ['OUTBOUND', 'outbound'],
]);

/** The words of an export that stand for something in rules, by what they are for. */
export const vocabulary = {
  'scope operator': OPERATORS,
  'link type': LINKS,
  'merge type': MERGES,
  direction: DIRECTIONS,
} as const;

export type WordKind = keyof typeof vocabulary;

/** `{AE4DB4CC-…}` and `ae4db4cc-…` are one id. */
export function idOf(text: string): string {
  return text
    .trim()
    .replace(/^\{|\}$/g, '')
    .toLowerCase();
}

/** Standard rules carry a tag of Microsoft; rules of a customer have none. */
export function tagOf(text: string): string | undefined {
  return /^microsoft\./i.test(text) ? text : undefined;
}

/** `True`, `true` and `1`. */
export function isTrue(text: string): boolean {
  return /^(?:true|1)$/i.test(text.trim());
}

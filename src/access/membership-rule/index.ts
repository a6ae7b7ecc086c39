export type { Known } from './known.ts';
export { evaluate } from './evaluate.ts';
export type { Evaluation, Subject } from './evaluate.ts';
export { parseRule } from './parser.ts';
export { readsOf } from './reads.ts';
export type { Reads } from './reads.ts';
export type { MembershipRule } from './syntax.ts';

export { baselineAfter } from './baseline-after.ts';
export { causesOf } from './causes.ts';

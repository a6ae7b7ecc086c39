export { localState, makeFolder } from './local.ts';
export type { LocalState } from './local.ts';

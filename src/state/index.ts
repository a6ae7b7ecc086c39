export { localState, makeFolder } from './local.ts';

import type { Run } from './frame.ts';
import type { CallNode } from './syntax.ts';

/** What a form needs from the compiler: its arguments, each made to run in the scope that it belongs to. */
export interface FormCall {
  readonly node: CallNode;
  readonly run: (index: number) => Run;
  /** The argument with the variable in scope that the first argument names, and the slot of that variable. */
  readonly bound: (index: number) => { readonly run: Run; readonly slot: number };
}

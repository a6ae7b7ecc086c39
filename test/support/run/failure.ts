import { DiagnosticError, exitCodeOf } from '../../../src/kernel/diagnostic.ts';

/** `CODE exit N` of what a piece of work is refused with; any other error passes. */
export async function refusalOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DiagnosticError) {
      return `${error.diagnostics.map((one) => one.code).join(' ')} exit ${exitCodeOf(error.diagnostics)}`;
    }
    throw error;
  }
  return 'not refused';
}

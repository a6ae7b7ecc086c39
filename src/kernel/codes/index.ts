import { applyCodes } from './apply.ts';
import { baselineCodes } from './baseline.ts';
import { commandCodes } from './command.ts';
import { expressionCodes } from './expression.ts';
import { guardCodes } from './guard.ts';
import { importCodes } from './import.ts';
import { lintCodes } from './lint.ts';
import { pinCodes } from './pins.ts';
import { planCodes } from './plan.ts';
import { ruleTestCodes } from './rule-test.ts';
import { secretCodes } from './secret.ts';
import { snapshotCodes } from './snapshot.ts';
import { sourceCodes } from './source.ts';
import { tenantCodes } from './tenant.ts';
import { workspaceCodes } from './workspace.ts';

export type { CodeEntry, ExitCode } from './entry.ts';

/** Every diagnostic code there is. The reference in the README is generated from this table. */
export const codes = {
  ...commandCodes,
  ...workspaceCodes,
  ...lintCodes,
  ...ruleTestCodes,
  ...pinCodes,
  ...secretCodes,
  ...expressionCodes,
  ...sourceCodes,
  ...snapshotCodes,
  ...tenantCodes,
  ...planCodes,
  ...guardCodes,
  ...applyCodes,
  ...baselineCodes,
  ...importCodes,
} as const;

export type Code = keyof typeof codes;

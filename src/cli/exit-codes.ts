import type { ExitCode } from '../kernel/codes/index.ts';

export interface ExitCodeEntry {
  /** A few words for tables. */
  readonly meaning: string;
  /** When it occurs. */
  readonly when: string;
}

/** Every way the command line can end. The table in the README is generated from this one. */
export const exitCodes: Readonly<Record<ExitCode, ExitCodeEntry>> = {
  0: {
    meaning: 'Nothing to do, or done',
    when: 'Held objects are counted and alone leave 0.',
  },
  1: { meaning: 'Unexpected error', when: 'A fault of Lockstep itself; it names an id to report.' },
  2: {
    meaning: 'Changes or differences present',
    when: 'From `plan` and `impact` with `--detailed-exitcode`, from `drift` where there is some, and from `parity` where a difference is not explained.',
  },
  3: {
    meaning: 'Usage or configuration invalid',
    when: 'A flag, a YAML file, a rule or a path is wrong, or a rule test fails.',
  },
  4: { meaning: 'Blocked by a guard', when: 'Nothing was written. Wins over 2.' },
  5: {
    meaning: 'Stale plan',
    when: 'The plan file is damaged or expired, or rules, tenant or digest are not its own.',
  },
  6: { meaning: 'Lock held', when: 'Another run works on this workspace.' },
  7: {
    meaning: 'Source or target unreachable',
    when: 'The directory or the tenant does not answer, or refuses the sign-in.',
  },
  8: {
    meaning: 'Done partly',
    when: 'Writing began, and something failed, was skipped or has an unknown outcome; or the plan was what guards let pass of a larger one; or `import` or `assess` left out a part of an export.',
  },
  130: { meaning: 'Interrupted', when: 'Ctrl-C, or the plan was not confirmed.' },
};

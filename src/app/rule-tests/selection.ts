import { resolve, sep } from 'node:path';
import { RE2JS, RE2JSException } from 're2js';
import { fail } from '../../kernel/diagnostic.ts';
import type { RuleTest, RuleTestCase } from '../../model/rule-test.ts';
import type { World } from '../contract.ts';
import type { Workspace } from '../workspace.ts';

export interface Selection {
  /** A file or a folder: of the current directory, or of the workspace. */
  readonly path?: string;
  /** A pattern (RE2) that is looked for in `test: case`. */
  readonly run?: string;
}

export interface ChosenCase {
  readonly test: RuleTest;
  readonly one: RuleTestCase;
}

/** The cases to run, by document and as they stand in it. Fails when there are none: a green run must mean something. */
export function chosenCases(
  world: World,
  { tests, directory }: Pick<Workspace, 'tests' | 'directory'>,
  { path, run }: Selection,
): readonly ChosenCase[] {
  if (tests.length === 0) {
    fail('TST001', {
      detail: 'The workspace has no document of kind RuleTest.',
      help: 'Write one; the README shows how.',
    });
  }
  const named = run === undefined ? () => true : patternOf(run);
  const places = path === undefined ? undefined : [resolve(world.directory, path), resolve(directory, path)];
  const below = ({ source }: RuleTest): boolean => {
    const file = resolve(directory, source.source.path);
    return places === undefined || places.some((place) => file === place || file.startsWith(place + sep));
  };
  const inPath = tests.filter(below);
  if (inPath.length === 0) fail('TST001', { detail: `There is no rule test in ${path ?? ''}.` });
  const chosen = inPath.flatMap((test) => test.cases.map((one) => ({ test, one })));
  const found = chosen.filter(({ test, one }) => named(`${test.name}: ${one.name}`));
  if (found.length === 0) {
    fail('TST001', { detail: `None of ${chosen.length} cases has a name in which ${run ?? ''} is found.` });
  }
  return found;
}

/** Time is the product of this and the length of a name. */
const LARGEST_PATTERN = 5_000;

/** A pattern that is run in linear time, whatever it is. */
function patternOf(text: string): (name: string) => boolean {
  try {
    const pattern = RE2JS.compile(text);
    if (pattern.programSize() > LARGEST_PATTERN) fail('TST002', { detail: 'The pattern is too large.' });
    return (name) => pattern.matcher(name).find();
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return fail('TST002', { detail: `“${text}”: ${error.message}.` }, error);
  }
}

import { assertNever } from '../../kernel/invariant.ts';
import type { SourceText } from '../../kernel/position.ts';
import type { Problems } from '../problems.ts';
import type { RawClause } from '../raw-rule.ts';
import type { ExportedJoin } from '../server-export.ts';
import { bind, itemsOf, whatIs } from './bind.ts';
import { CMDLETS, IDLE, isCmdlet, makesRules } from './cmdlets.ts';
import type { CmdletName } from './cmdlets.ts';
import { clauseOf, draftOf, flowOf, joinOf, Taker } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Argument, Command, OtherStatement, Statement } from './statements.ts';

/** What a variable of a script holds. */
type Held =
  | { readonly kind: 'rule'; readonly draft: Draft }
  | { readonly kind: 'clause'; readonly clause: RawClause }
  | { readonly kind: 'join'; readonly join: ExportedJoin }
  | { readonly kind: 'unknown' };

interface Run {
  readonly source: SourceText;
  readonly problems: Problems;
  /** By name in lower case. */
  readonly variables: Map<string, Held>;
  readonly drafts: Draft[];
  /** The rule that was begun last and not given to the server yet: statements in between belong to it. */
  open: Draft | undefined;
}

/** The rules that the statements of a script begin, each with what the following ones add to it. */
export function draftsOf(statements: readonly Statement[], source: SourceText, problems: Problems): readonly Draft[] {
  const run: Run = { source, problems, variables: new Map(), drafts: [], open: undefined };
  for (const statement of statements) {
    if (statement.kind === 'command' && isCmdlet(statement.name)) follow(statement, statement.name, run);
    else if (statement.kind !== 'command' || !IDLE.has(statement.name)) passOver(statement, run);
  }
  return run.drafts;
}

/** A statement that is not read. It may change what a rule does when it has to do with rules or one is begun. */
function passOver(statement: Command | OtherStatement, run: Run): void {
  const { start, end } = statement;
  const range = { source: run.source, start, end };
  const what = statement.kind === 'command' ? `The command ${statement.name}` : statement.what;
  if (statement.kind === 'command' && statement.to !== undefined) hold(statement.to, { kind: 'unknown' }, run);
  const { open } = run;
  if (open !== undefined) {
    open.isBroken = true;
    run.problems.add('IMP011', range, `${what} is not read. ${left(open)}`);
  } else if (statement.kind === 'other' && makesRules(statement.names)) {
    run.problems.add('IMP011', range, `${what} is not read, and the rules in it are left out.`);
  } else run.problems.add('IMP013', range, `${what} is not read.`);
}

function follow(command: Command, name: CmdletName, run: Run): void {
  const bound = bind(command, CMDLETS[name], run.source);
  const taker = new Taker(bound);
  const out = taker.text('OutVariable').text;
  const targets = [command.to, out].filter((one) => one !== undefined && one !== '') as string[];
  if (name === 'new-adsyncrule') {
    const draft = draftOf(bound, taker);
    run.drafts.push(draft);
    run.open = draft;
    settle(draft, taker, run);
    for (const target of targets) hold(target, { kind: 'rule', draft }, run);
    return;
  }
  if (name === 'new-object') {
    const held = conditionOf(taker);
    const isWhole = held !== undefined && taker.wrong.length === 0;
    if (held === undefined && taker.wrong.length === 0)
      taker.complain(taker.range, 'It is no condition that is known.');
    if (run.open === undefined) for (const { range, detail } of taker.wrong) run.problems.add('IMP013', range, detail);
    else settle(run.open, taker, run);
    for (const target of targets) hold(target, isWhole ? held : { kind: 'unknown' }, run);
    return;
  }
  const rule = bound.values.get('SynchronizationRule');
  const held = rule === undefined ? undefined : heldBy(rule, run);
  if (held?.kind !== 'rule') {
    const what =
      rule === undefined ? 'There is no -SynchronizationRule' : `${whatIs(rule)} holds no rule of this script`;
    taker.complain(taker.range, `${what}.`);
    settle(run.open, taker, run);
    return;
  }
  const { draft } = held;
  add(name, draft, taker, run, bound);
  settle(draft, taker, run);
  for (const target of targets) hold(target, held, run);
}

function add(
  name: Exclude<CmdletName, 'new-adsyncrule' | 'new-object'>,
  draft: Draft,
  taker: Taker,
  run: Run,
  bound: ReturnType<typeof bind>,
): void {
  draft.isAdded = false;
  switch (name) {
    case 'add-adsyncattributeflowmapping':
      draft.flows.push(flowOf(bound, taker));
      return;
    case 'add-adsyncscopeconditiongroup':
      draft.scope.push(groupOf(bound.values.get('ScopeConditions'), 'clause', taker, run).map(({ clause }) => clause));
      return;
    case 'add-adsyncjoinconditiongroup':
      draft.join.push(groupOf(bound.values.get('JoinConditions'), 'join', taker, run).map(({ join }) => join));
      return;
    case 'add-adsyncrule':
      draft.isAdded = true;
      if (run.open === draft) run.open = undefined;
      return;
    default:
      assertNever(name);
  }
}

/** The conditions that variables hold just now. */
function groupOf<Kind extends 'clause' | 'join'>(
  argument: Argument | undefined,
  kind: Kind,
  taker: Taker,
  run: Run,
): readonly Extract<Held, { kind: Kind }>[] {
  if (argument === undefined) taker.complain(taker.range, 'The group has no conditions.');
  return (argument === undefined ? [] : itemsOf(argument)).flatMap((item) => {
    const held = heldBy(item, run);
    if (held?.kind === kind) return [held as Extract<Held, { kind: Kind }>];
    const range = { source: run.source, start: item.start, end: item.end };
    taker.complain(range, `${whatIs(item)} holds no condition of this script.`);
    return [];
  });
}

function conditionOf(taker: Taker): Held | undefined {
  const type = taker.text('TypeName').text.trim();
  if (/(?:^|\.)ScopeCondition$/i.test(type)) {
    const clause = clauseOf(taker);
    return clause === undefined ? undefined : { kind: 'clause', clause };
  }
  const join = /(?:^|\.)JoinCondition$/i.test(type) ? joinOf(taker) : undefined;
  return join === undefined ? undefined : { kind: 'join', join };
}

/** Tells what is wrong with a command; a rule that it belongs to is left out. */
function settle(draft: Draft | undefined, { wrong }: Taker, { problems }: Run): void {
  if (wrong.length === 0) return;
  if (draft !== undefined) draft.isBroken = true;
  for (const { range, detail } of wrong) {
    problems.add('IMP011', range, draft === undefined ? detail : `${detail} ${left(draft)}`);
  }
}

function left({ head }: Draft): string {
  return head.name === '' ? 'The rule is left out.' : `The rule ${head.name} is left out.`;
}

function hold(name: string, held: Held, { variables }: Run): void {
  variables.set(name.toLowerCase(), held);
}

function heldBy(argument: Argument, { variables }: Run): Held | undefined {
  return argument.kind === 'variable' ? variables.get(argument.name.toLowerCase()) : undefined;
}

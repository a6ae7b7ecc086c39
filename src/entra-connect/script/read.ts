import { diagnostic } from '../../kernel/diagnostic.ts';
import { positionAt } from '../../kernel/position.ts';
import type { SourceText } from '../../kernel/position.ts';
import { masked } from '../masked.ts';
import type { Span } from '../masked.ts';
import type { Parts } from '../parts.ts';
import type { Problems } from '../problems.ts';
import { ruleOf } from '../raw-rule.ts';
import { idOf } from '../vocabulary.ts';
import { isCmdlet } from './cmdlets.ts';
import { draftsOf } from './run.ts';
import { statementsOf } from './statements.ts';
import type { Statement } from './statements.ts';
import { tokenize } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/**
 * Reads the rules that a script of PowerShell makes, as text: nothing of it is executed, and a rule that needs more
 * than commands with literal arguments is left out. A script that PowerShell would not take is left out as a whole.
 */
export function readScript(file: SourceText, parts: Parts, problems: Problems): void {
  const read = tokenize(file.text);
  if ('at' in read) {
    const { line, column } = positionAt(file, read.at);
    // Without a line of the text: where quotes do not match, nobody knows what is a secret.
    problems.list.push(diagnostic(read.code, { detail: read.detail, subject: `${file.path}:${line}:${column}` }));
    return;
  }
  const statements = statementsOf(read.tokens);
  const source = masked(file, unread(read, statements));
  for (const { head, flows, scope, join, isBroken, isAdded } of draftsOf(statements, source, problems)) {
    if (isBroken) continue;
    if (!isAdded) {
      problems.add(
        'IMP006',
        head.range,
        `${head.name} has no Add-ADSyncRule behind all of it: the script does not make it.`,
      );
      continue;
    }
    const rule = ruleOf({ ...head, flows, scope, join }, problems);
    if (rule === undefined) continue;
    parts.rules.push(rule);
    parts.namedByScripts.add(idOf(rule.connector));
  }
}

/** Comments, and texts of statements that make no rule. */
function unread({ tokens, comments }: Tokens, statements: readonly Statement[]): readonly Span[] {
  const ours = statements.filter((one) => one.kind === 'command' && isCmdlet(one.name) && one.name !== 'new-object');
  const conditions = statements.filter(
    (one) => one.kind === 'command' && one.name === 'new-object' && makesCondition(one),
  );
  const kept = [...ours, ...conditions].sort((a, b) => a.start - b.start);
  let at = 0;
  const texts = tokens.filter(({ kind, start }) => {
    if (kind !== 'string' && kind !== 'expandable') return false;
    while ((kept[at]?.end ?? Infinity) <= start) at++;
    return start < (kept[at]?.start ?? Infinity);
  });
  return [...texts, ...comments].sort((a, b) => a.start - b.start);
}

function makesCondition(statement: Statement): boolean {
  if (statement.kind !== 'command') return false;
  return statement.pieces.some(
    (piece) =>
      piece.kind === 'argument' &&
      piece.argument.kind === 'text' &&
      /(?:scope|join)condition$/i.test(piece.argument.text),
  );
}

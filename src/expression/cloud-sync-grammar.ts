import { assertNever } from '../kernel/invariant.ts';
import type { ExpressionIssue } from './environment.ts';
import { issue } from './issues.ts';
import type { CallNode, ExpressionNode } from './syntax.ts';

/** Where a node stands: comparisons are for conditions alone. */
type Place = 'result' | 'condition' | 'argument';

/**
 * What the parser reads and the dialect cloudSync does not have: it consists of calls, attributes and constants
 * (https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data).
 */
export function cloudSyncGrammarIssues(root: ExpressionNode): readonly ExpressionIssue[] {
  const issues: ExpressionIssue[] = [];
  visit(root, 'result', issues);
  return issues;
}

function visit(node: ExpressionNode, place: Place, issues: ExpressionIssue[]): void {
  switch (node.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      if (place === 'result')
        issues.push(issue.notInDialect('A constant is no expression.', node, 'Write a constant.'));
      return;
    case 'attribute':
    case 'enum':
    case 'empty':
      return;
    case 'constant':
      issues.push(issue.notInDialect(`There is no ${node.name}.`, node, wordHelp[node.name]));
      return;
    case 'parameter':
      issues.push(issue.notInDialect(`There are no parameters such as %${node.name}%.`, node));
      return;
    case 'variable':
      issues.push(issue.notInDialect(`There are no variables such as $${node.name}.`, node));
      return;
    case 'negate':
      if (node.operand.kind === 'number' && place !== 'result') return;
      issues.push(issue.notInDialect('A minus stands before a number only.', node));
      return;
    case 'binary': {
      const help = operatorHelp(node.operator);
      if (help !== undefined) issues.push(issue.notInDialect(`There is no operator ${node.operator}.`, node, help));
      else if (place !== 'condition') {
        issues.push(issue.notInDialect('A comparison stands in IIF and CBool only.', node, 'Write CBool(…).'));
      }
      visit(node.left, 'argument', issues);
      visit(node.right, 'argument', issues);
      return;
    }
    case 'call':
      visitCall(node, issues);
      return;
    default:
      assertNever(node);
  }
}

function visitCall(node: CallNode, issues: ExpressionIssue[]): void {
  const [first] = node.arguments;
  const decides = node.name === 'IIF' || node.name === 'CBool';
  if (first !== undefined && (node.name === 'IIF' || node.name === 'Switch') && asksForNothing(first)) {
    issues.push(issue.emptinessDecides(node.name, first));
  }
  for (const [index, argument] of node.arguments.entries()) {
    visit(argument, decides && index === 0 ? 'condition' : 'argument', issues);
  }
}

/** What the service documents as unsupported: a condition on an empty attribute fails before it is looked at. */
function asksForNothing(node: ExpressionNode): boolean {
  if (node.kind === 'call') return ['IsNull', 'IsNullOrEmpty', 'IsPresent'].includes(node.name);
  return node.kind === 'binary' && [node.left, node.right].some((side) => side.kind === 'text' && side.value === '');
}

const wordHelp = {
  NULL: 'Leave the argument empty.',
  CRLF: 'Write "\\r\\n".',
  IgnoreThisFlow: 'Write IgnoreFlowIfNullOrEmpty(…).',
  AuthoritativeNull: undefined,
} as const;

function operatorHelp(operator: string): string | undefined {
  switch (operator) {
    case '&':
      return 'Write Append(…, …) or Join("", …).';
    case '&&':
      return 'Nest one IIF in the second argument of another.';
    case '||':
      return 'Nest one IIF in the third argument of another.';
    case '*':
    case '+':
    case '-':
      return 'There is no arithmetic; DateAdd adds to dates.';
    default:
      return undefined;
  }
}

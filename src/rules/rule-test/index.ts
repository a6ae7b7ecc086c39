import type { RuleTest, RuleTestCase } from '../../model/rule-test.ts';
import type { WorkspaceDocument } from '../documents.ts';
import { PARAMETERS } from '../sync-rule.ts';
import { at, entriesOf, isTrue, itemsOf, textOf, textsOf, within } from '../tree.ts';
import type { YamlNode } from '../tree.ts';
import { nearestOf } from './context.ts';
import type { TestContext } from './context.ts';
import { compileExpectations } from './expectations.ts';
import { compileGiven } from './given.ts';
import { compileTenant } from './tenant.ts';

/** Compiles sound documents of kind RuleTest. What is wrong in any of them is reported, all at once. */
export function compileRuleTests(documents: readonly WorkspaceDocument[], context: TestContext): readonly RuleTest[] {
  return documents.map((document) => {
    const spec = at(document.root, 'spec');
    const names = new Set<string>();
    const cases = itemsOf(at(spec, 'cases')).map((node) => {
      const compiled = compileCase(node, at(spec, 'typical'), context);
      if (names.has(compiled.name)) {
        context.report('CFG031', compiled.source, `${document.name} has a case “${compiled.name}” already.`);
      }
      names.add(compiled.name);
      return compiled;
    });
    return { name: document.name, cases, source: document.nameRange };
  });
}

function compileCase(node: YamlNode, typical: YamlNode | undefined, context: TestContext): RuleTestCase {
  const givenNode = at(node, 'given');
  const tenantNode = at(node, 'tenant');
  const domains = at(node, 'verifiedDomains');
  const given = compileGiven(givenNode, typical, context);
  const of = { list: givenNode?.kind === 'list', planned: tenantNode !== undefined };
  return {
    name: textOf(at(node, 'name')) ?? '',
    source: at(node, 'name')?.range ?? node.range,
    asOf: asOfOf(at(node, 'asOf'), context),
    parameters: parametersOf(at(node, 'parameters'), context),
    given,
    tenant: compileTenant(tenantNode, given, context),
    verifiedDomains: domains === undefined ? undefined : textsOf(domains).map(({ text }) => text),
    // What is wrong with the objects would come up once more for each word about them.
    expectations: given.length === 0 ? [] : compileExpectations(within(node, 'expect'), given, of, context),
    mustFail: isTrue(at(node, 'mustFail')),
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A fixed instant: a test that passes today passes next year. */
const ORDINARY_INSTANT = Date.UTC(2026, 0, 1);

function asOfOf(node: YamlNode | undefined, { report }: TestContext): number {
  const text = textOf(node);
  if (node === undefined || text === undefined) return ORDINARY_INSTANT;
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 31 February for 3 March.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (!Number.isNaN(instant) && day.getUTCDate() === Number(text.slice(8, 10))) return instant;
  report('CFG042', node.range, `“${text}” is no instant.`, 'Write it as in 2026-11-22 or 2026-11-22T08:30:00Z.');
  return ORDINARY_INSTANT;
}

function parametersOf(node: YamlNode | undefined, { report }: TestContext): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const { key, keyRange, value } of entriesOf(node)) {
    if (PARAMETERS.has(key)) parameters.set(key, textOf(value) ?? '');
    else report('CFG093', keyRange, `There is no parameter ${key}.`, nearestOf(key, PARAMETERS));
  }
  return parameters;
}

import type { AttributeSchema } from '../model/schema.ts';
import { integer } from '../model/value.ts';
import type { Code } from '../kernel/codes/index.ts';
import { dnProblem } from './dn-syntax.ts';
import type { Report } from './problems.ts';
import type { ScalarNode } from './tree.ts';

/**
 * A scalar of the text as a value of an attribute's type. Texts are taken as they are written: an unquoted 0123 is
 * the number 123 for YAML and the text "0123" for an attribute that holds texts.
 */
export function typedValue(
  node: ScalarNode,
  schema: AttributeSchema,
  report: Report,
): string | number | bigint | boolean | undefined {
  switch (schema.syntax) {
    case 'string':
      return checkedText(node, schema, report);
    case 'time':
      return node.text;
    case 'integer':
      return integerOf(node, report);
    case 'boolean':
      return booleanOf(node, report);
    case 'reference':
      return referenceOf(node, report);
    case 'binary':
      report('CFG042', node.range, 'The attribute holds bytes, which cannot be written as a text.');
      return undefined;
  }
}

function checkedText(node: ScalarNode, schema: AttributeSchema, report: Report): string {
  if (schema.maxLength !== undefined && node.text.length > schema.maxLength) {
    report(
      'CFG042',
      node.range,
      `The text has ${node.text.length} characters; the attribute takes ${schema.maxLength}.`,
    );
  }
  return node.text;
}

const INTEGER = /^[-+]?(?:\d+|0x[0-9a-fA-F]+)$/;

function integerOf(node: ScalarNode, report: Report): number | bigint | undefined {
  const text = node.text.trim();
  if (!INTEGER.test(text)) {
    report('CFG042', node.range, `“${node.text}” is not a whole number, and the attribute holds numbers.`);
    return undefined;
  }
  const negative = text.startsWith('-');
  const value = BigInt(text.replace(/^[-+]/, ''));
  return integer(negative ? -value : value);
}

const TRUTH_WORD = /^(?:yes|no|y|n|on|off|true|false)$/i;

function booleanOf(node: ScalarNode, report: Report): boolean | undefined {
  if (typeof node.value === 'boolean') return node.value;
  const code: Code = typeof node.value === 'string' && TRUTH_WORD.test(node.value) ? 'CFG027' : 'CFG042';
  report(code, node.range, `“${node.text}” is not true or false, and the attribute holds nothing else.`);
  return undefined;
}

function referenceOf(node: ScalarNode, report: Report): string | undefined {
  const problem = dnProblem(node.text);
  if (problem === undefined) return node.text;
  report('CFG050', node.range, `The attribute holds distinguished names. ${problem}`);
  return undefined;
}

import type { Expression } from '../expression/index.ts';
import type { AttributeSchema, Syntax } from '../model/schema.ts';
import type { Report } from './problems.ts';
import { rangeInside } from './scalar-offsets.ts';
import { inWords } from './scope.ts';
import type { ScalarNode } from './tree.ts';

/** Says at once what every object would show: that the result of an expression is none for its target. */
export function checkResult(
  { result, root }: Expression,
  target: AttributeSchema,
  node: ScalarNode,
  skip: number,
  report: Report,
): void {
  const whole = rangeInside(node, root.start + skip, root.end + skip);
  const { syntaxes, several, longest } = result;
  if (syntaxes.size > 0 && !accepted[target.syntax].some((syntax) => syntaxes.has(syntax))) {
    const given = [...syntaxes].map(inWords).join(' or ');
    report('EXP020', whole, `The expression gives ${given}, the target holds ${inWords(target.syntax)}.`);
    return;
  }
  if (several && !target.multiValued) report('EXP021', whole, 'The target holds one value.');
  if (longest !== undefined && target.maxLength !== undefined && longest.characters > target.maxLength) {
    const at = rangeInside(node, longest.start + skip, longest.end + skip);
    report('EXP022', at, `It has up to ${longest.characters} characters; the target takes ${target.maxLength}.`);
  }
}

/** Times are texts or numbers, as the directory holds them. */
const accepted: Readonly<Record<Syntax, readonly Syntax[]>> = {
  string: ['string'],
  integer: ['integer'],
  boolean: ['boolean'],
  binary: ['binary'],
  reference: ['reference'],
  time: ['string', 'integer'],
};

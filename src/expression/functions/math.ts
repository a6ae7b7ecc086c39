import { integer } from '../../model/value.ts';
import { form, plain } from '../function.ts';
import { number } from '../parameter.ts';

export const mathFunctions = [
  plain({
    name: 'BitAnd',
    parameters: [number('value1'), number('value2')],
    result: ['num'],
    summary: 'The bits that are set in both numbers; 64 bits with sign.',
    examples: [
      { text: 'BitAnd(&HF, &HF7)', result: 7 },
      { text: 'BitAnd([groupType], -2147483648)', given: { groupType: -2147483646 }, result: -2147483648 },
      { text: 'BitAnd(34359738368, 34359738369)', result: 34359738368 },
      { text: 'BitAnd([missingNumber], 2)', result: null },
    ],
    evaluate: (_, left, right) => bitAnd(left, right),
  }),
  plain({
    name: 'BitOr',
    parameters: [number('value1'), number('value2')],
    result: ['num'],
    summary: 'The bits that are set in one of the numbers; 64 bits with sign.',
    examples: [{ text: 'BitOr(8, 1)', result: 9 }],
    evaluate: (_, left, right) =>
      isInt32(left) && isInt32(right) ? left | right : integer(BigInt.asIntN(64, BigInt(left) | BigInt(right))),
  }),
  form({
    name: 'RandomNum',
    form: 'randomNum',
    takes: 2,
    signature: 'RandomNum(num low, num high): num',
    result: ['num'],
    deterministic: false,
    summary: 'A random number from the lowest to the highest. Changes with each run: apply the flow once.',
    examples: [{ text: 'RandomNum(7, 7)', result: 7 }],
  }),
];

/** JavaScript's own bit operators see 32 bits: right for both sides within them, a lie beyond. */
export function bitAnd(left: number | bigint, right: number | bigint): number | bigint {
  if (isInt32(left) && isInt32(right)) return left & right;
  return integer(BigInt.asIntN(64, BigInt(left) & BigInt(right)));
}

function isInt32(value: number | bigint): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

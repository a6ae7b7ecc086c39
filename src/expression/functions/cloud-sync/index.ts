import type { Example, ExpressionFunction } from '../../function.ts';
import { connectFunctions } from '../index.ts';
import { dateFunctions } from './date.ts';
import { directoryFunctions } from './directory.ts';
import { flowFunctions } from './flow.ts';
import { replaceFunction } from './replace.ts';
import { textFunctions } from './text.ts';
import { unavailableFunctions } from './unavailable.ts';

/** Functions that mean the same in both dialects; with examples of their own where those of Connect are no expressions here. */
const shared: Readonly<Record<string, readonly Example[] | undefined>> = {
  BitAnd: undefined,
  CBool: [
    { text: 'CBool([a] = [b])', given: { a: 'x', b: 'x' }, result: true },
    { text: 'CBool("False")', result: false },
  ],
  ConvertFromBase64: undefined,
  ConvertToBase64: undefined,
  ConvertToUTF8Hex: undefined,
  Count: undefined,
  CStr: undefined,
  Error: undefined,
  Guid: [{ text: 'IsPresent(Guid())', result: true }],
  InStr: undefined,
  IsNull: undefined,
  IsNullOrEmpty: undefined,
  IsPresent: undefined,
  IsString: undefined,
  Item: [{ text: 'Item([proxyAddresses], 1)', given: { proxyAddresses: ['SMTP:a', 'smtp:b'] }, result: 'SMTP:a' }],
  Left: [
    { text: 'Left("John Doe", 3)', result: 'Joh' },
    { text: 'Left("John Doe", -1)', result: 'John Doe' },
  ],
  RemoveDuplicates: undefined,
  StringFromSid: undefined,
  Trim: [{ text: 'Trim(" Test ")', result: 'Test' }],
  Word: undefined,
};

function sharedFunctions(): readonly ExpressionFunction[] {
  return Object.entries(shared).flatMap(([name, examples]) => {
    const one = connectFunctions.get(name);
    if (one === undefined) return [];
    return examples === undefined ? one : { ...one, examples };
  });
}

/** Every function of the dialect cloudSync by its name. */
export const cloudSyncFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  [
    sharedFunctions(),
    textFunctions,
    dateFunctions,
    directoryFunctions,
    flowFunctions,
    [replaceFunction],
    unavailableFunctions,
  ].flatMap((group) => group.map((one): [string, ExpressionFunction] => [one.name, one])),
);

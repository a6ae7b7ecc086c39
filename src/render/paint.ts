import { styleText } from 'node:util';

/** What a piece of text means; its colour follows from it. */
export type Tone = 'risk' | 'change' | 'add' | 'remove' | 'dim' | 'strong' | 'error' | 'warning';

export type Paint = (tone: Tone, text: string) => string;

const FORMATS = {
  risk: ['bold', 'red'],
  change: ['yellow'],
  add: ['green'],
  remove: ['red'],
  dim: ['dim'],
  strong: ['bold'],
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
} as const satisfies Readonly<Record<Tone, readonly Parameters<typeof styleText>[0][]>>;

const plain: Paint = (_tone, text) => text;
// Whether colour is wanted was decided by the caller: the stream and the environment are not asked again.
const coloured: Paint = (tone, text) =>
  text === '' ? '' : styleText([...FORMATS[tone]], text, { validateStream: false });

export function painter(colour: boolean): Paint {
  return colour ? coloured : plain;
}

import type { Flow } from './rule-set.ts';

const NONE: readonly string[] = [];

/** Names of the attributes that a flow reads. */
export function attributesRead({ from }: Pick<Flow, 'from'>): readonly string[] {
  switch (from.kind) {
    case 'direct':
      return [from.attribute];
    case 'expression':
      return from.attributes;
    case 'constant':
      return NONE;
  }
}

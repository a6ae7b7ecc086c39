import type { Flow } from './rule-set.ts';
import { valuesOf } from './value.ts';
import type { Value } from './value.ts';

/** What a flow says: an attribute name, `=expression`, or a constant in quotes. */
export function flowText(flow: Flow): string {
  switch (flow.from.kind) {
    case 'direct':
      return flow.from.attribute;
    case 'constant':
      return constantText(flow.from.value);
    case 'expression':
      return `=${flow.from.text}`;
  }
}

function constantText(value: Value): string {
  return valuesOf(value)
    .map((one) => (typeof one === 'string' ? JSON.stringify(one) : typeof one === 'object' ? '(binary)' : String(one)))
    .join(', ');
}

import { plain } from '../../function.ts';
import { any, count } from '../../parameter.ts';
import { isReferenceValue, refuse } from '../../values.ts';
import { dnComponent } from '../directory.ts';

export const directoryFunctions = [
  plain({
    name: 'DNComponent',
    parameters: [any('dn', ['ref', 'str']), count('number')],
    result: ['str'],
    sparing: true,
    summary: 'The value of the n-th part of a DN from the left, escaped as in a DN; nothing when it has fewer parts.',
    examples: [
      { text: 'DNComponent([dn], 1)', given: { dn: 'CN=Joe,OU=Sales,DC=contoso,DC=com' }, result: 'Joe' },
      { text: 'DNComponent([dn], 9)', given: { dn: 'CN=Joe,DC=contoso,DC=com' }, result: null },
    ],
    evaluate: (at, dn, number) => {
      if (isReferenceValue(dn)) return dnComponent(dn.dn, number);
      return typeof dn === 'string' ? dnComponent(dn, number) : refuse('DNComponent takes a DN.', at);
    },
  }),
];

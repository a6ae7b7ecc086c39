import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsAt, elementsBelow, readXml, textAt, XmlError } from './xml.ts';
import type { Element } from './xml.ts';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function written({ name, attributes, children, text }: Element): string {
  const given = [...attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');
  const inner = escaped(text) + children.map(written).join('');
  return inner === '' ? `<${name}${given} />` : `<${name}${given}>${inner}</${name}>`;
}

const name = fc.stringMatching(/^[a-z][a-z-]{0,5}$/);
const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.record({
    name,
    attributes: fc.dictionary(name, fc.string(), { maxKeys: 2 }).map((given) => new Map(Object.entries(given))),
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('element'), { maxLength: 3 })),
    text: fc.string({ unit: 'grapheme' }),
  }),
}));

describe('the reader of XML', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(element, (one) => {
        expect(readXml(`\ufeff<?xml version="1.0"?>\n${written(one)}\n`)).toEqual(one);
      }),
    );
  });

  it('knows entities, characters by number, sections of raw text, comments and prefixes', () => {
    const root = readXml(`<m:a x='1>"2'>&lt;&amp;&#x48;&#70;<!-- <b> --><![CDATA[ & <c> ]]><m:b/>!</m:a>`);
    expect(root.name).toBe('a');
    expect(root.text).toBe('<&HF & <c> !');
    expect(root.attributes.get('x')).toBe('1>"2');
    expect(root.children.map((one) => one.name)).toEqual(['b']);
  });

  it('finds elements by path and at any depth', () => {
    const root = readXml('<r><a><b>1</b></a><a><b>2</b><c><b>3</b></c></a></r>');
    expect(elementsAt(root, 'a', 'b').map((one) => one.text)).toEqual(['1', '2']);
    expect(textAt(root, 'a', 'c', 'b')).toBe('3');
    expect(textAt(root, 'x')).toBeUndefined();
    expect(new Set(elementsBelow(root, 'b').map((one) => one.text))).toEqual(new Set(['1', '2', '3']));
  });

  it.each([
    '',
    'x',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a/>x',
    '<a x=1/>',
    '<a>&nope;</a>',
    '<a>a & b</a>',
    '<a><!-- </a>',
  ])('refuses %s', (text) => {
    expect(() => readXml(text)).toThrow(XmlError);
  });
});

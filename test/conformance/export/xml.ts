/** An element of an XML document, with the prefix taken off its name. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

/** The document is not what it says it is; `offset` is where reading stopped. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at character ${offset}`);
    this.offset = offset;
  }
}

interface Open {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const TOKEN =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([^\s<>/="']+)((?:\s[^<>"']*(?:"[^<"]*"|'[^<']*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The elements of a document: what a server writes of its configuration, which knows no document types, and no
 * entities but the five of XML and characters by number.
 */
export function readXml(text: string): Element {
  const top: Open = { tag: '', attributes: new Map(), children: [], text: '' };
  const open: Open[] = [top];
  let next = text.startsWith('\ufeff') ? 1 : 0;
  while (next < text.length) {
    const innermost = open.at(-1) ?? top;
    const bracket = text.indexOf('<', next);
    const end = bracket === -1 ? text.length : bracket;
    innermost.text += unescaped(text.slice(next, end), next);
    if (bracket === -1) break;
    TOKEN.lastIndex = bracket;
    const token = TOKEN.exec(text);
    if (token === null) throw new XmlError('no tag', bracket);
    take(token, open, bracket);
    next = TOKEN.lastIndex;
  }
  const [root, ...others] = top.children;
  if (open.length > 1) throw new XmlError(`<${open.at(-1)?.tag ?? ''}> is not closed`, text.length);
  if (root === undefined || others.length > 0 || top.text.trim() !== '') throw new XmlError('no single root', 0);
  return root;
}

function take([, raw, closing, tag, given = '', selfClosing]: RegExpExecArray, open: Open[], offset: number): void {
  const innermost = open.at(-1);
  if (innermost === undefined) throw new XmlError('nothing is open', offset);
  if (raw !== undefined) innermost.text += raw;
  if (tag === undefined) return;
  if (closing === '/') {
    if (innermost.tag !== tag || open.length === 1) throw new XmlError(`</${tag}> closes nothing`, offset);
    open.pop();
    open.at(-1)?.children.push(closed(innermost));
    return;
  }
  const element = { tag, attributes: attributesOf(given, offset), children: [], text: '' };
  if (selfClosing === '/') innermost.children.push(closed(element));
  else open.push(element);
}

function closed({ tag, ...element }: Open): Element {
  return { name: tag.slice(tag.indexOf(':') + 1), ...element };
}

function attributesOf(given: string, offset: number): ReadonlyMap<string, string> {
  const pairs = [...given.matchAll(ATTRIBUTE)];
  return new Map(pairs.map(([, name = '', double, single = '']) => [name, unescaped(double ?? single, offset)]));
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescaped(text: string, offset: number): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));|&/gi,
    (_all, hex?: string, decimal?: string, name = '') => {
      const named = ENTITIES.get(name as string);
      if (named !== undefined) return named;
      const code = Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16);
      if (!(code <= 0x10_ff_ff)) throw new XmlError('an ampersand that stands for nothing', offset);
      return String.fromCodePoint(code);
    },
  );
}

/** The children of this name, wherever the path of names leads. */
export function elementsAt(element: Element, ...path: readonly string[]): readonly Element[] {
  return path.reduce<readonly Element[]>(
    (parents, name) => parents.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  );
}

/** The text at the end of the path; undefined when nothing is there. */
export function textAt(element: Element, ...path: readonly string[]): string | undefined {
  return elementsAt(element, ...path)[0]?.text;
}

/** Every element below of this name. */
export function elementsBelow(element: Element, name: string): readonly Element[] {
  const found: Element[] = [];
  const waiting = [element];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const child of one.children) {
      if (child.name === name) found.push(child);
      waiting.push(child);
    }
  }
  return found;
}

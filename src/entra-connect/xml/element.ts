import sax from 'sax';
import { diagnostic } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { SourceRange, SourceText } from '../../kernel/position.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, whole: not that of its children. */
  readonly text: string;
  readonly range: SourceRange;
}

/** A document, or why it cannot be read. */
export type XmlDocument =
  { readonly kind: 'read'; readonly root: XmlElement } | { readonly kind: 'broken'; readonly diagnostic: Diagnostic };

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  readonly range: { readonly source: SourceText; readonly start: number; end: number };
  text: string;
}

/** No export is nested deeper; a hostile file may be. */
const MAXIMUM_DEPTH = 64;

/**
 * Reads a document into elements with their places. Entities other than those of XML itself are not known, and a
 * document type is refused: neither can make a small file large or read another one.
 * @param skip names of elements whose content is not kept, such as the schema of a directory
 */
export function readXml(source: SourceText, skip: ReadonlySet<string> = new Set()): XmlDocument {
  const parser = sax.parser(true, { position: true, strictEntities: true } as sax.SAXOptions);
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let problem: Diagnostic | undefined;
  let skipped = 0;

  const stop = (code: 'IMP002' | 'IMP003', detail: string, start: number): void => {
    const at = Math.max(0, Math.min(start, source.text.length));
    problem ??= diagnostic(code, { detail, range: { source, start: at, end: at } });
  };
  parser.onerror = (error) => {
    stop('IMP002', `${error.message.split('\n')[0] ?? ''}.`, parser.position - 1);
    // The parser goes on only when its error is taken away; what follows is not used.
    (parser as { error: Error | null }).error = null;
  };
  parser.ondoctype = () => {
    stop('IMP003', 'It has a document type (DOCTYPE).', parser.startTagPosition - 1);
  };
  parser.onopentag = (tag) => {
    const start = parser.startTagPosition - 1;
    if (open.length + skipped >= MAXIMUM_DEPTH) stop('IMP003', `It is nested deeper than ${MAXIMUM_DEPTH}.`, start);
    if (problem !== undefined) return;
    if (skipped > 0 || skip.has(tag.name)) {
      skipped++;
      return;
    }
    const attributes = new Map(Object.entries((tag as sax.Tag).attributes));
    open.push({ name: tag.name, attributes, children: [], text: '', range: { source, start, end: start } });
  };
  parser.ontext = parser.oncdata = (text) => {
    const element = open.at(-1);
    if (skipped === 0 && element !== undefined && problem === undefined) element.text += text;
  };
  parser.onclosetag = () => {
    if (problem !== undefined) return;
    if (skipped > 0) {
      skipped--;
      return;
    }
    const element = open.pop();
    if (element === undefined) return;
    element.range.end = parser.position;
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  };

  feed(parser, source.text, () => problem !== undefined);
  if (problem !== undefined) return { kind: 'broken', diagnostic: problem };
  if (root === undefined) stop('IMP002', 'It holds no element.', 0);
  return root === undefined ? { kind: 'broken', diagnostic: problem as unknown as Diagnostic } : { kind: 'read', root };
}

const CHUNK = 65_536;

/** In pieces, so that a broken file ends early. */
function feed(parser: sax.SAXParser, text: string, isDone: () => boolean): void {
  for (let index = 0; index < text.length && !isDone(); index += CHUNK) parser.write(text.slice(index, index + CHUNK));
  if (!isDone()) parser.close();
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce((at, name) => at?.children.find((one) => one.name === name), element);
}

/** Children of that name at the end of a path of first children. */
export function children(element: XmlElement | undefined, ...path: readonly string[]): readonly XmlElement[] {
  const last = path.at(-1);
  return child(element, ...path.slice(0, -1))?.children.filter((one) => one.name === last) ?? [];
}

/** The text of a descendant without the white space around it; empty when there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  return child(element, ...path)?.text.trim() ?? '';
}

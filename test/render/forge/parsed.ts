import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** What GitHub makes of a document, as far as its grammar says. */
export interface Parsed {
  /** Opening tags, with their attributes. */
  readonly tags: readonly string[];
  /** What a reader sees, code and all. */
  readonly text: string;
  /** What a reader sees outside of code: where a forge looks for mentions, issues and commits. */
  readonly prose: string;
  readonly comments: readonly string[];
  readonly html: string;
}

export function parsed(markdown: string): Parsed {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const comments = html.match(/<!--[\s\S]*?-->/g) ?? [];
  const bare = html.replace(/<!--[\s\S]*?-->/g, '');
  return {
    tags: bare.match(/<[a-z][^>]*>/gi) ?? [],
    text: textOf(bare),
    prose: textOf(bare.replace(/<code>[\s\S]*?<\/code>/g, '\u2421')),
    comments,
    html,
  };
}

/** Every element is closed where it was opened. */
export function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const [, end, name = ''] of html.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/gi)) {
    if (name === 'br' || name === 'hr' || name === 'img' || name === 'input') continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? '');
}

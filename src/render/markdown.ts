import { visible } from './escape.ts';

/** Visible, on one line, and without a meaning in Markdown or HTML: nor does a forge make a link or a mention of it. */
export function markdownText(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()#+!|<>&~$=@-]|:(?=\/\/)|(?<=\bwww)\./gi, '\\$&');
}

/** A table of texts that are escaped already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** A name or expression as code, on one line; in a table too. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A blank at both ends lets it begin and end with a backtick; Markdown takes it away.
  const padded = /^[`\s]|[`\s]$|^$/.test(shown) ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`.replaceAll('|', '\\|');
}

/** Code of several lines as a block, indented to stand in a list. */
export function markdownBlock(text: string, indent: string): string {
  const lines = text.split(/\r?\n/).map(visible);
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}text`, ...lines, fence].map((line) => `${indent}${line}`).join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

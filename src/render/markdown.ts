import { visible } from './escape.ts';

/** Visible, on one line, and without a meaning in Markdown or HTML. */
export function markdownText(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()#+!|<>&~$=-]/g, '\\$&');
}

/** A table of texts that are escaped already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

import type { ErrorCode } from 'yaml';
import type { SourceText } from '../kernel/position.ts';

/** What the YAML library found, in words for people who write rules and not parsers. */
const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_COLLECTION_TYPE: 'A list or a map stands where the other belongs.',
  BAD_DQ_ESCAPE: 'In double quotes a backslash begins an escape, and there is none of this form.',
  BAD_SCALAR_START: 'A text cannot begin with this character unless it is in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'A second colon on the line, or a line that is indented more than the one before, begins a map where none can be.',
  BLOCK_IN_FLOW: 'Inside brackets, items are separated by commas and not by lines.',
  KEY_OVER_1024_CHARS: 'The key is longer than 1024 characters.',
  MULTILINE_IMPLICIT_KEY:
    'The text before the colon goes over several lines; a comma, a quote or a bracket is missing above.',
  TAB_AS_INDENT: 'A tab stands where spaces indent.',
};

export function sentenceOf(code: ErrorCode, message: string): string {
  return sentences[code] ?? `${message.replace(/\.$/, '')}.`;
}

/** What to write instead, where the text shows what was meant. */
export function syntaxHelp(source: SourceText, code: ErrorCode, offset: number): string | undefined {
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces.';
  const lineStart = source.text.lastIndexOf('\n', offset - 1) + 1;
  if (/:\s+=?\[/.test(source.text.slice(lineStart, offset))) {
    return `Put an expression in quotes and begin it with =, as in displayName: '=[givenName] & " " & [sn]'.`;
  }
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return 'Put a text that holds a colon in quotes, or correct the indentation.';
  return undefined;
}

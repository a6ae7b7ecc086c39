import type { Documentation } from '../../model/documentation.ts';
import { docsView } from './view.ts';

/** A documentation for programs: the words that people read, with what they are about. */
export function renderDocsJson(documentation: Documentation): string {
  const document = { format: 'lockstep-documentation', version: 1, ...docsView(documentation) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

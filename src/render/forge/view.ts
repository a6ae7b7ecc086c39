import type { DocumentSize } from './ladder.ts';

export interface MarkdownView {
  /** A comment, where nothing is said. */
  readonly size?: DocumentSize;
  /** Address of the folder of the workspace in the forge, at the commit of the rules. */
  readonly linkBase?: string;
}

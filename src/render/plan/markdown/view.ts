import type { MarkdownView } from '../../forge/view.ts';
import type { CauseView } from '../cause-view.ts';

export interface MarkdownPlanView extends MarkdownView {
  readonly causes: CauseView;
}

import type { Hazard } from '../model/hazard.ts';
import { brief, visible } from './escape.ts';
import { grouped } from './words.ts';

export interface ApprovalView {
  readonly file: string;
  readonly expiresAt: string;
  readonly hazards: readonly {
    readonly hazard: Hazard;
    readonly maximum: number;
    readonly classes: readonly { readonly is: string }[];
  }[];
}

/** What was written, and what makes it consent. */
export function renderApproval({ file, expiresAt, hazards }: ApprovalView): string {
  const lines = hazards.flatMap(({ hazard, maximum, classes }) => [
    `  ${hazard}  at most ${grouped(maximum)}`,
    ...classes.map(({ is }) => `        ${brief(is, 200)}`),
  ]);
  const end = `It holds until ${brief(expiresAt)}, for one run. Review it and commit it.`;
  return `Wrote ${visible(file)}:\n${lines.join('\n')}\n${end}\n`;
}

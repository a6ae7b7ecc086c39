import type { Plan } from '../../model/plan.ts';
import {
  planHtmlPieces,
  planJsonPieces,
  planLinePieces,
  renderCensus,
  renderPlan,
  renderPlanMarkdown,
  visible,
} from '../../render/index.ts';
import type { PlanLine, ShowLine } from '../command-line.ts';
import { redacting } from '../redaction.ts';
import { writeErr, writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const show: Handler<ShowLine> = (line, session) =>
  redacting(line, session, async (shown) => {
    if (line.out !== undefined) await session.useCases.checkReport(session.world, line.out);
    const plan = shown.plan(await session.useCases.readPlanFile(session.world, line.planFile));
    await writePlan(plan, { ...line, ...(line.out === undefined ? {} : { report: line.out }) }, session);
    return 0;
  });

export type PlanStyle = Pick<PlanLine, 'format' | 'object' | 'full' | 'size' | 'linkBase' | 'report' | 'encryptTo'>;

/** A plan in the format that was asked for: on standard output, or in a file. */
export async function writePlan(plan: Plan, style: PlanStyle, session: Session): Promise<void> {
  const { console, useCases, world, global } = session;
  if (style.report === undefined) {
    for (const piece of pieces(plan, style, session, console.out.colour)) await writeOut(session, piece);
    return;
  }
  await useCases.writeReport(world, style.report, pieces(plan, style, session, false), style.encryptTo);
  await writeOut(session, renderCensus(plan));
  if (!global.quiet) await writeErr(session, `Saved to ${visible(style.report)}.\n`);
}

function pieces(plan: Plan, style: PlanStyle, session: Session, colour: boolean): Iterable<string> {
  switch (style.format) {
    case 'json':
      return planJsonPieces(plan, style.object);
    case 'jsonl':
      return planLinePieces(plan, style.object);
    case 'markdown':
      return [renderPlanMarkdown(plan, style)];
    case 'html':
      return planHtmlPieces(plan);
    case 'text':
      return [textOf(plan, style, session, colour)];
  }
}

function textOf(plan: Plan, { object, full, report }: PlanStyle, session: Session, colour: boolean): string {
  if (session.global.quiet && object === undefined && report === undefined) return renderCensus(plan);
  const { width } = session.console.out;
  return renderPlan(plan, { colour, width, full, ...(object === undefined ? {} : { object }) });
}

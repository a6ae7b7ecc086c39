import type { Plan } from '../../model/plan.ts';
import { planJsonPieces, planLinePieces, renderCensus, renderPlan, renderPlanMarkdown } from '../../render/index.ts';
import type { PlanView } from '../../render/index.ts';
import type { ShowLine } from '../command-line.ts';
import { writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const show: Handler<ShowLine> = async (line, session) => {
  const plan = await session.useCases.readPlanFile(session.world, line.planFile);
  await writePlan(plan, line, session);
  return 0;
};

export type PlanStyle = Pick<ShowLine, 'format' | 'object' | 'full' | 'size' | 'linkBase'>;

/** A plan on standard output, in the format that was asked for. */
export async function writePlan(plan: Plan, style: PlanStyle, session: Session): Promise<void> {
  switch (style.format) {
    case 'json':
      for (const piece of planJsonPieces(plan, style.object)) await writeOut(session, piece);
      return;
    case 'jsonl':
      for (const piece of planLinePieces(plan, style.object)) await writeOut(session, piece);
      return;
    case 'markdown':
      await writeOut(session, renderPlanMarkdown(plan, style));
      return;
    case 'text':
      await writeOut(session, textOf(plan, style, session));
  }
}

function textOf(plan: Plan, style: PlanStyle, session: Session): string {
  const censusOnly = session.global.quiet && style.object === undefined;
  return censusOnly ? renderCensus(plan) : renderPlan(plan, viewOf(style, session));
}

function viewOf({ object, full }: PlanStyle, { console }: Session): PlanView {
  const { colour, width } = console.out;
  return { colour, width, full, ...(object === undefined ? {} : { object }) };
}

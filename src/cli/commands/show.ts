import type { Plan } from '../../model/plan.ts';
import { planJsonPieces, renderCensus, renderPlan } from '../../render/index.ts';
import type { PlanView } from '../../render/index.ts';
import type { Format, ShowLine } from '../command-line.ts';
import { writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const show: Handler<ShowLine> = async (line, session) => {
  const plan = await session.useCases.readPlanFile(session.world, line.planFile);
  await writePlan(plan, line, session);
  return 0;
};

export interface PlanStyle {
  readonly format: Format;
  readonly object?: string;
  readonly full: boolean;
}

/** A plan on standard output, in the format that was asked for. */
export async function writePlan(plan: Plan, style: PlanStyle, session: Session): Promise<void> {
  if (style.format === 'json') {
    for (const piece of planJsonPieces(plan, style.object)) await writeOut(session, piece);
    return;
  }
  if (session.global.quiet && style.object === undefined) {
    await writeOut(session, renderCensus(plan));
    return;
  }
  await writeOut(session, renderPlan(plan, viewOf(style, session)));
}

function viewOf({ object, full }: PlanStyle, { console }: Session): PlanView {
  const { colour, width } = console.out;
  return { colour, width, full, ...(object === undefined ? {} : { object }) };
}

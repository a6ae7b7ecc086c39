import { invariant } from '../../kernel/invariant.ts';
import type { HoldReason, Operation, PlanBody } from '../../model/plan.ts';
import type { ExpectedOperation } from '../../model/rule-test.ts';
import type { Shown } from '../../model/rule-test-report.ts';
import type { CaseWorld } from './case-world.ts';

interface Outcome {
  readonly met: boolean;
  readonly subject: string;
  readonly expected: Shown;
  readonly got: Shown;
}

/** Is the object, or a part of it, held for this reason? */
export function heldOf(reason: HoldReason, key: string, world: CaseWorld): Outcome {
  const body = bodyOf(world);
  const held = body.held.filter(({ object }) => object.key === key);
  const met = held.some((one) => one.reason === reason);
  const text = held.map((one) => `${one.reason} (${one.detail})`).join('; ');
  return {
    met,
    subject: 'held',
    expected: told(reason),
    got: told(text === '' ? `not held, ${doneText(body, key)}` : text),
  };
}

/** Does the plan do this with the object itself? */
export function plannedOf(expected: ExpectedOperation, key: string, world: CaseWorld): Outcome {
  const body = bodyOf(world);
  const kinds = operationsOf(body, key).map(({ kind }) => kind);
  const met = expected === 'nothing' ? kinds.length === 0 : kinds.includes(expected);
  const holds = body.held.filter(({ object }) => object.key === key).map(({ reason }) => reason);
  const held = holds.length === 0 ? '' : `, held: ${[...new Set(holds)].join(', ')}`;
  return { met, subject: 'plan', expected: told(expected), got: told(`${doneText(body, key)}${held}`) };
}

function bodyOf({ body }: CaseWorld): PlanBody {
  invariant(body !== undefined, 'an expectation of a plan stands in a case with a tenant');
  return body;
}

function operationsOf({ operations }: PlanBody, key: string): readonly Operation[] {
  return operations.filter((one) => 'object' in one && one.object.key === key);
}

function doneText(body: PlanBody, key: string): string {
  const done = operationsOf(body, key).map((one) =>
    one.kind === 'update' ? `update of ${one.changes.map(({ attribute }) => attribute).join(', ')}` : one.kind,
  );
  return done.length === 0 ? 'nothing' : done.join('; ');
}

function told(text: string): Shown {
  return { kind: 'words', text };
}

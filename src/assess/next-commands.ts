import type { NextCommand, SituationKind } from '../model/assessment.ts';
import type { Known } from './evidence.ts';

const NEW = 'identities';

/** Three command lines that lead on from here. */
export function nextCommands(known: Known, holds: ReadonlySet<SituationKind>): readonly NextCommand[] {
  const { workspace, tenant } = known;
  if (workspace !== undefined) return inWorkspace(`lockstep -C ${argument(workspace.folder)}`, known, holds);
  const lockstep = `lockstep -C ${NEW}`;
  const [first, second]: readonly [NextCommand, NextCommand] =
    known.export === undefined
      ? [
          { line: `lockstep init ${NEW}`, why: 'a workspace to look at; then name your directory and tenant in it' },
          { line: `${lockstep} validate`, why: 'is it sound?' },
        ]
      : [
          {
            line: `lockstep import entra-connect ${argument(known.export.path)} --out ${NEW}`,
            why: 'the rules of the server as a workspace, with a report of each',
          },
          {
            line: `${lockstep} validate`,
            why: 'are the rules sound? What is still yours to say is marked decide in lockstep.yaml.',
          },
        ];
  const third =
    tenant === undefined
      ? { line: `${lockstep} snapshot tenant --out tenant.snapshot`, why: 'what the tenant holds, for this assessment' }
      : comparison(lockstep, holds);
  return [first, second, third];
}

function inWorkspace(lockstep: string, { tenant }: Known, holds: ReadonlySet<SituationKind>): readonly NextCommand[] {
  const validate = { line: `${lockstep} validate`, why: 'is the workspace sound?' };
  if (tenant === undefined) {
    return [
      validate,
      { line: `${lockstep} snapshot tenant --out tenant.snapshot`, why: 'what the tenant holds, for this assessment' },
      comparison(lockstep, holds),
    ];
  }
  const pairs = holds.has('greenfield')
    ? { line: `${lockstep} plan --out change.plan`, why: 'keep it for review; apply does exactly that' }
    : { line: `${lockstep} adopt`, why: 'propose pairs for what is in the tenant already' };
  return [validate, comparison(lockstep, holds), pairs];
}

/** While another engine writes, what matters is whether the rules agree with it. */
function comparison(lockstep: string, holds: ReadonlySet<SituationKind>): NextCommand {
  const isLive = holds.has('liveConnect') || holds.has('cloudSync');
  if (isLive) return { line: `${lockstep} parity`, why: 'would the rules do what the other engine does?' };
  return { line: `${lockstep} plan`, why: 'what would change' };
}

/** A word of a command line, quoted for a POSIX shell where it has to be. */
function argument(text: string): string {
  if (/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(text)) return text;
  const safe = text.startsWith('-') ? `./${text}` : text;
  return `'${safe.replaceAll("'", String.raw`'\''`)}'`;
}

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
          { line: `${lockstep} validate`, why: 'is it sound, and what does it still need?' },
        ];
  const third =
    tenant === undefined
      ? { line: `${lockstep} snapshot tenant --out tenant.snapshot`, why: 'what the tenant holds, for this assessment' }
      : planOf(lockstep, holds);
  return [first, second, third];
}

function inWorkspace(lockstep: string, { tenant }: Known, holds: ReadonlySet<SituationKind>): readonly NextCommand[] {
  const validate = { line: `${lockstep} validate`, why: 'is the workspace sound?' };
  if (tenant === undefined) {
    return [
      validate,
      { line: `${lockstep} snapshot tenant --out tenant.snapshot`, why: 'what the tenant holds, for this assessment' },
      planOf(lockstep, holds),
    ];
  }
  const pairs = holds.has('greenfield')
    ? { line: `${lockstep} plan --out change.plan`, why: 'keep it for review; apply does exactly that' }
    : { line: `${lockstep} adopt`, why: 'propose pairs for what is in the tenant already' };
  return [validate, planOf(lockstep, holds), pairs];
}

function planOf(lockstep: string, holds: ReadonlySet<SituationKind>): NextCommand {
  const isLive = holds.has('liveConnect') || holds.has('cloudSync');
  const why = isLive ? 'where rules and tenant differ; what the other engine masters is held' : 'what would change';
  return { line: `${lockstep} plan`, why };
}

/** A word of a command line, quoted for a POSIX shell where it has to be. */
function argument(text: string): string {
  if (/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(text)) return text;
  const safe = text.startsWith('-') ? `./${text}` : text;
  return `'${safe.replaceAll("'", String.raw`'\''`)}'`;
}

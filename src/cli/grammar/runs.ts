import type { Command } from 'commander';
import type { Format } from '../command-line.ts';
import { amount, name } from '../option-values.ts';
import { examples, formatOption } from './common.ts';
import type { Take } from './common.ts';

const SHOWN = 20;

interface HistoryFlags {
  readonly limit: number;
  readonly full?: true;
  readonly format: Format;
}

export function addHistory(program: Command, take: Take): void {
  const command = program
    .command('history')
    .description('list the runs of apply, or show what one of them did; reads ledgers only')
    .argument('[run]', 'its id', name)
    .option('--limit <number>', 'so many runs at most', amount, SHOWN)
    .option('--full', 'cut no list')
    .addOption(formatOption())
    .action((runId: string | undefined, { full, ...flags }: HistoryFlags) => {
      take({ command: 'history', ...(runId === undefined ? {} : { runId }), ...flags, full: full === true });
    });
  examples(command, [
    ['lockstep history', 'what was applied, and how did it end?'],
    ['lockstep history 20261122-140302-3f9c2a1b', 'what did this run write?'],
  ]);
}

interface UnlockFlags {
  readonly force?: true;
  readonly format: Format;
}

export function addUnlock(program: Command, take: Take): void {
  const command = program
    .command('unlock')
    .description('take the lock away from a run whose machine is gone; without an id, tell who holds it')
    .argument('[run]', 'id of the run that holds it', name)
    .option('--force', 'even though its process lives on this machine')
    .addOption(formatOption())
    .action((runId: string | undefined, { force, format }: UnlockFlags) => {
      take({ command: 'unlock', ...(runId === undefined ? {} : { runId }), force: force === true, format });
    });
  examples(command, [
    ['lockstep unlock', 'who holds the lock?'],
    ['lockstep unlock 20261122-140302-3f9c2a1b', 'its machine was switched off'],
  ]);
}

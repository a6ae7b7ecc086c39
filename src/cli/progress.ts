import { clearLine, cursorTo } from 'node:readline';
import type { Clock, Progress } from '../kernel/ports.ts';
import { silent } from '../kernel/ports.ts';
import { cut, durationText, grouped, visible } from '../render/index.ts';
import type { Output } from './machine.ts';

const EVERY_MILLISECONDS = 100;
/** Some terminals say that they are 0 columns wide. */
const WIDTH_UNKNOWN = 80;

export interface ProgressLine {
  readonly report: Progress;
  /** Takes the line away, so that what is written next starts on an empty one. */
  readonly clear: () => void;
}

/** One line that is rewritten: stage, n of m, time elapsed. Nothing at all where nobody watches. */
export function progressLine(stream: Output, clock: Clock, wanted: boolean): ProgressLine {
  if (!wanted || stream.isTTY !== true) return { report: silent, clear: () => undefined };
  const started = clock.now();
  let drawn = -Infinity;
  let stageDrawn = '';
  const redraw = (text: string): void => {
    cursorTo(stream, 0);
    stream.write(cut(text, (stream.columns || WIDTH_UNKNOWN) - 1));
    clearLine(stream, 1);
  };
  return {
    report: (stage, done, total) => {
      const now = clock.now();
      if (stage === stageDrawn && now - drawn < EVERY_MILLISECONDS) return;
      drawn = now;
      stageDrawn = stage;
      redraw(progressText(stage, done, total, (now - started) / 1000));
    },
    clear: () => {
      if (stageDrawn === '') return;
      cursorTo(stream, 0);
      clearLine(stream, 1);
      stageDrawn = '';
    },
  };
}

export function progressText(stage: string, done: number, total: number | undefined, seconds: number): string {
  const amount = total === undefined ? (done === 0 ? '' : grouped(done)) : `${grouped(done)} of ${grouped(total)}`;
  return [visible(stage), amount, durationText(seconds)].filter((part) => part !== '').join('  ');
}

import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { faultId } from '../../src/cli/failure.ts';
import { progressText } from '../../src/cli/progress.ts';
import { run } from '../../src/cli/run.ts';
import type { UseCases } from '../../src/cli/machine.ts';
import { planOf, update, user } from '../render/plans.ts';
import { applied, Collector, failing, machineOf, planning, runWith } from './machine.ts';

const changes = planOf({ operations: [update(user('ada@contoso.com'), [])] });
const ESCAPE = '\u001b';

describe('colour', () => {
  test('is for terminals', async () => {
    expect((await runWith('plan', { useCases: planning(changes), outIsTerminal: true })).out).toContain(ESCAPE);
    expect((await runWith('plan', { useCases: planning(changes) })).out).not.toContain(ESCAPE);
  });

  test.each([
    ['plan --no-color', {}],
    ['plan', { NO_COLOR: '1' }],
    ['plan', { TERM: 'dumb' }],
  ])('can be switched off: %s %j', async (commandLine, environment) => {
    const { out } = await runWith(commandLine, { useCases: planning(changes), outIsTerminal: true, environment });
    expect(out).not.toContain(ESCAPE);
  });
});

describe('progress', () => {
  const plan: UseCases['plan'] = (world) => {
    world.progress('reading corp', 10, 1200);
    world.progress('reading corp', 1200, 1200);
    return Promise.resolve({ plan: changes, diagnostics: [] });
  };

  test('is one line on a terminal, gone at the end', async () => {
    const { err, out } = await runWith('plan', { useCases: { plan }, errIsTerminal: true });
    expect(err).toContain('reading corp  10 of 1,200');
    expect(err).not.toContain('\n');
    expect(err.endsWith(`${ESCAPE}[1G${ESCAPE}[0K`)).toBe(true);
    expect(out).not.toContain('reading');
  });

  test.each([
    ['plan', { errIsTerminal: false }],
    ['plan --quiet', { errIsTerminal: true }],
    ['plan', { errIsTerminal: true, environment: { TERM: 'dumb' } }],
  ])('is silent elsewhere: %s %j', async (commandLine, situation) => {
    expect((await runWith(commandLine, { useCases: { plan }, ...situation })).err).toBe('');
  });

  test('reads like this', () => {
    expect(progressText('reading corp', 1234, 10_000, 3.21)).toBe('reading corp  1,234 of 10,000  3.2 s');
    expect(progressText('planning', 0, undefined, 3.21)).toBe('planning  3.2 s');
    expect(progressText('reading corp', 1234, undefined, 61)).toBe('reading corp  1,234  1 min 01 s');
  });
});

describe('Ctrl-C', () => {
  test('first lets the run end by itself, then ends it at once', async () => {
    let press = (): void => undefined;
    const apply: UseCases['apply'] = (world, options) => {
      options.onEvent({ kind: 'verified', operations: 1 });
      press();
      expect(world.signal.aborted).toBe(true);
      press();
      return Promise.resolve(applied(options, { status: 'done' }, true));
    };
    const ended = await runWith('apply a.plan', {
      useCases: { ...planning(changes), apply },
      onInterrupt: (handler) => {
        press = handler;
      },
    });
    expect(ended).toMatchObject({ code: 130, endedAtOnce: [130] });
    expect(ended.err).toContain('finishing calls in flight');
    expect(ended.out).toContain('Interrupted: 1 updated');
  });

  test('before anything was written is no error', async () => {
    let press = (): void => undefined;
    const plan: UseCases['plan'] = (world) => {
      press();
      return Promise.reject(world.signal.reason as Error);
    };
    const ended = await runWith('plan', {
      useCases: { plan },
      onInterrupt: (handler) => {
        press = handler;
      },
    });
    expect(ended.code).toBe(130);
    expect(ended.err).toBe('\nInterrupted: stopping. Ctrl-C again ends at once.\nInterrupted.\n');
  });
});

describe('an unexpected error', () => {
  const useCases = { plan: failing(new TypeError('secret\u001b[31m is not a function')) };

  test('is one line with an id', async () => {
    const { err } = await runWith('plan', { useCases });
    expect(err).toMatch(
      /^lockstep: unexpected error [0-9a-f]{8}: TypeError: secret\\u001b\[31m is not a function\. .*LOCKSTEP_DEBUG=1.*\n$/,
    );
  });

  test('shows its stack to those who ask', async () => {
    expect((await runWith('plan', { useCases, environment: { LOCKSTEP_DEBUG: '1' } })).err).toContain('    at ');
  });

  test('has the same id wherever Lockstep is installed', () => {
    const at = (root: string): Error =>
      Object.assign(new Error('x'), { stack: `Error: x\n    at plan (file://${root}/dist/app/plan.js:3:4)` });
    expect(faultId(at('/home/ada/a'))).toBe(faultId(at('/opt/lockstep')));
  });
});

describe('a reader that goes away', () => {
  class Closed extends Writable {
    override _write(_chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    }
  }

  test('is no error', async () => {
    const err = new Collector();
    expect(
      await run(['plan', '--detailed-exitcode'], machineOf({ useCases: planning(changes) }, new Closed(), err)),
    ).toBe(2);
    expect(err.text).toBe('');
  });

  test('is no error when it is a terminal', async () => {
    class HungUp extends Closed {
      readonly isTTY = true;
      override _write(_chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
        done(Object.assign(new Error('write EIO'), { code: 'EIO' }));
      }
    }
    const err = new HungUp();
    expect(await run(['plan'], machineOf({ useCases: planning(changes) }, new HungUp(), err))).toBe(0);
  });

  test('but a full disk is one, and not ours', async () => {
    class Full extends Writable {
      override _write(_chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
        done(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' }));
      }
    }
    for (const command of ['plan', 'version', 'help']) {
      const err = new Collector();
      expect(await run([command], machineOf({}, new Full(), err))).toBe(1);
      expect(err.text).toBe('lockstep: the output cannot be written: no space is left.\n');
    }
  });
});

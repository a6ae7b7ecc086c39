import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plan, serveSandbox } from '../../src/app/index.ts';
import type { SandboxOptions } from '../../src/app/index.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { copyExample, edit } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

/** A sandbox that serves until it is stopped. */
async function serving(folder: string, options: Omit<SandboxOptions, 'onReady'> = {}) {
  const controller = new AbortController();
  const { promise: ready, resolve } = Promise.withResolvers<readonly string[]>();
  const ended = serveSandbox(worldIn(folder, { signal: controller.signal }), { ...options, onReady: resolve });
  const lines = await Promise.race([ready, ended.then(() => [])]);
  return {
    lines,
    stop: async () => {
      controller.abort();
      await ended;
    },
  };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.message : 'not refused';
}

describe('lockstep sandbox', () => {
  test('keeps its secret, and keeps a second one out of its folder', async () => {
    const folder = temporaryFolder();
    const secret = () => readFileSync(join(folder, 'place/.lockstep/sandbox-server/client-secret'), 'utf8');
    mkdirSync(join(folder, 'place'));
    const first = await serving(folder, { workspace: 'place' });
    const kept = secret();
    expect(first.lines.join('\n')).toContain('secret: file:.lockstep/sandbox-server/client-secret');
    expect(await refusal(serving(folder, { workspace: 'place' }))).toMatch(/^RUN001: /);
    await first.stop();
    const second = await serving(folder, { workspace: 'place' });
    await second.stop();
    expect(secret()).toBe(kept);
  });

  test('says in one line why it cannot start', async () => {
    const folder = temporaryFolder();
    expect(await refusal(serving(folder, { seed: 'none' }))).toBe(
      'ENT009: The seed none cannot be read: there is no such file or folder.',
    );
    writeFileSync(join(folder, 'file'), 'x');
    expect(await refusal(serving(folder, { state: 'file/below' }))).toMatch(/^ENT009: .*file: it is there already\.$/);
    expect(await refusal(serving(folder, { state: '.' }))).toBe('ENT009: The state . cannot be used: it is a folder.');
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    expect(await refusal(serving(folder, { port }))).toBe(`ENT009: port ${port}: it is in use by another program.`);
    taken.close();
  });
});

test('the seed of a workspace that is not there is named before anything starts', async () => {
  const folder = copyExample(temporaryFolder());
  edit(folder, 'lockstep.yaml', /seed: \S+/, 'seed: ./nothing.ndjson');
  expect(await refusal(plan(worldIn(folder), {}))).toBe(
    'ENT009: The seed ./nothing.ndjson cannot be read: there is no such file or folder.',
  );
});

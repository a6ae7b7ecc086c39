import type { LockHolder } from '../model/state.ts';
import type { World } from './contract.ts';

/** `20261122-140302-3f9c2a1b`: sorts by time, unique by chance of 32 bits within a second. */
export function newRunId(world: World): string {
  const [date = '', time = ''] = new Date(world.clock.now()).toISOString().split('T');
  const random = Array.from(world.random.bytes(4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${random}`;
}

/** This process as the holder of a lock, from now on. */
export function lockHolder(world: World, runId: string): LockHolder {
  return { runId, host: world.host, pid: world.pid, since: new Date(world.clock.now()).toISOString() };
}

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import type { SecretReader, SecretReference } from '../model/settings.ts';
import type { World } from './contract.ts';

/** Resolves references against the environment and the files of a workspace. Values stay out of every message. */
export function secretReader(world: World, directory: string): SecretReader {
  return async (reference) => {
    const separator = reference.indexOf(':');
    const rest = reference.slice(separator + 1);
    return reference.startsWith('env:')
      ? fromEnvironment(world, reference, rest)
      : fromFile(directory, reference, rest);
  };
}

function fromEnvironment(world: World, reference: SecretReference, name: string): Uint8Array {
  const value = world.environment(name);
  if (value !== undefined && value !== '') return new TextEncoder().encode(value);
  return fail('SEC001', { detail: `${reference}: the environment variable is not set, or empty.`, subject: reference });
}

async function fromFile(directory: string, reference: SecretReference, path: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(directory, path));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    return fail('SEC001', { detail: `${reference}: ${why}.`, subject: reference }, error);
  }
}

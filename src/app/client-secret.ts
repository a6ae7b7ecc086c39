import { readFile, writeFile } from 'node:fs/promises';
import type { World } from './contract.ts';

/** A secret of an emulated tenant's own, made once; answers its path. */
export async function clientSecret(world: World, path: string): Promise<string> {
  try {
    await readFile(path);
  } catch {
    await writeFile(path, Buffer.from(world.random.bytes(24)).toString('base64url'), { mode: 0o600 });
  }
  return path;
}

import { chmodSync, cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs after tsc: the bin must be executable where it is linked rather than installed (npm link, npx in a clone),
 * and files that tsc does not know (schemas beside the code, texts) must lie in dist as they do in src.
 */
const root = join(import.meta.dirname, '../..');
const bin = join(root, 'dist/cli/main.js');

for (const path of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  const from = join(root, 'src', path);
  if (!path.endsWith('.ts') && statSync(from).isFile()) cpSync(from, join(root, 'dist', path));
}
if (!existsSync(bin)) throw new Error('tsc wrote no dist/cli/main.js');
chmodSync(bin, 0o755);

import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs after tsc: the bin must be executable where it is linked rather than installed (npm link, npx in a clone),
 * files that tsc does not know lie in dist as they do in src, and what became of a source that is gone is not packed.
 */
const root = join(import.meta.dirname, '../..');
const src = join(root, 'src');
const dist = join(root, 'dist');
const bin = join(dist, 'cli/main.js');

function filesBelow(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => statSync(join(folder, path)).isFile());
}

const actions = join(root, '.github/actions');

for (const path of filesBelow(src)) {
  if (!path.endsWith('.ts')) cpSync(join(src, path), join(dist, path));
}
for (const path of filesBelow(actions)) {
  if (path.endsWith('.ts')) continue;
  // Node takes no types off files of an installed package: there an action runs what was compiled.
  const text = readFileSync(join(actions, path), 'utf8').replaceAll('/main.ts"', '/main.js"');
  writeFileSync(join(dist, 'actions', path), text);
}
for (const path of filesBelow(dist)) {
  const [folder, name] = path.startsWith('actions/') ? [actions, path.slice('actions/'.length)] : [src, path];
  const source = join(folder, name.replace(/\.js$/, '.ts'));
  if (!existsSync(source) && !existsSync(join(folder, name))) rmSync(join(dist, path));
}
if (!existsSync(bin)) throw new Error('tsc wrote no dist/cli/main.js');
chmodSync(bin, 0o755);

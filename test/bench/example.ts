import { fileURLToPath } from 'node:url';
import { environment } from '../../src/app/registry.ts';
import { loadWorkspace } from '../../src/rules/index.ts';

const EXAMPLE = fileURLToPath(new URL('../../config/example', import.meta.url));

export function loadExample() {
  return loadWorkspace(EXAMPLE, environment);
}

import type { Why } from '../../model/plan.ts';
import type { ChangeSignature } from '../../model/signature.ts';
import { placeOfChange } from './change-lines.ts';

/** Where the values of a signature were first given, each place once, as `path:line`: its rule may get them from many. */
export function placesIn({ changes }: Pick<ChangeSignature, 'changes'>): readonly string[] {
  const origins = new Map<string, Why>();
  for (const { why } of changes) {
    const origin = why.at(-1);
    if (origin !== undefined) origins.set(`${origin.rule}\n${origin.at}`, origin);
  }
  return [...new Set([...origins.values()].map((origin) => placeOfChange([origin])))].filter(Boolean);
}

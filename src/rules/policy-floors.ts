import { foldCase } from '../kernel/text.ts';
import type { Floor } from '../model/policy.ts';
import type { Report } from './problems.ts';
import { at, itemsOf, numberOf, textOf } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The floors of a policy; two of the same role or group contradict each other. */
export function compileFloors(node: YamlNode | undefined, report: Report): readonly Floor[] {
  const seen = new Set<string>();
  return itemsOf(node).flatMap((item) => {
    const floor = floorOf(item);
    if (floor === undefined) return [];
    const key = floor.kind === 'role' ? `role ${floor.role}` : `group ${floor.group}`;
    if (seen.has(foldCase(key))) report('CFG071', item.range, `There is a floor for the ${key} already.`);
    seen.add(foldCase(key));
    return [floor];
  });
}

function floorOf(node: YamlNode): Floor | undefined {
  const role = textOf(at(node, 'role'));
  if (role !== undefined) return { kind: 'role', role, atLeast: numberOf(at(node, 'atLeast')) ?? 0 };
  const group = textOf(at(node, 'group'));
  return group === undefined ? undefined : { kind: 'group', group, atLeast: numberOf(at(node, 'members')) ?? 0 };
}

import { didYouMean } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { Pin } from '../model/pin.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { CompileContext } from './context.ts';
import { dnProblem } from './dn-syntax.ts';
import type { WorkspaceDocument } from './documents.ts';
import { pinnableNames } from './pinned-names.ts';
import type { PinnableName } from './pinned-names.ts';
import type { Report } from './problems.ts';
import { entriesOf, textOf, within } from './tree.ts';
import type { Entry } from './tree.ts';

/** The one file that `resolve` writes, in the folder of the workspace. */
export const PINS_FILE = 'lockstep.pins.yaml';

const lists = [
  ['containers', 'container'],
  ['groups', 'group'],
] as const;

/** The pins of a sound document. */
export function compilePins(document: WorkspaceDocument | undefined, context: CompileContext): readonly Pin[] {
  if (document === undefined) return [];
  const { connectors, report } = context;
  if (document.nameRange.source.path !== PINS_FILE)
    report('PIN003', document.nameRange, `They stand in ${document.nameRange.source.path}.`);
  if (!document.sound) return [];
  return entriesOf(within(document.root, 'spec', 'connectors')).flatMap((entry) => {
    if (connectors.has(entry.key)) return lists.flatMap(([list, of]) => pinsOf(entry, list, of, report));
    const near = didYouMean(entry.key, connectors.keys());
    const help = near === undefined ? undefined : `Did you mean ${near}?`;
    report('CFG032', entry.keyRange, `There is no connector ${entry.key}.`, help);
    return [];
  });
}

function pinsOf(connector: Entry, list: string, of: Pin['of'], report: Report): readonly Pin[] {
  return entriesOf(within(connector.value, list)).flatMap(({ key: dn, keyRange, value }) => {
    const problem = dnProblem(dn);
    if (problem !== undefined) report('CFG050', keyRange, problem);
    const anchor = textOf(value)?.toLowerCase();
    if (problem !== undefined || anchor === undefined) return [];
    return [{ connector: connector.key, of, dn, key: dnKey(dn), anchor, source: keyRange }];
  });
}

/** Once there are pins, every name is to have one, and every pin a name. */
export function checkPins(
  { pins, ...rules }: Pick<RuleSet, 'filters' | 'rules' | 'pins'>,
  document: WorkspaceDocument | undefined,
  report: Report,
): void {
  if (document?.sound !== true) return;
  const names = pinnableNames(rules);
  for (const name of names) {
    if (!pins.some((pin) => fits(pin, name))) report('PIN001', name.source, `${name.dn} has no pin.`);
  }
  for (const pin of pins) {
    if (names.some((name) => fits(pin, name))) continue;
    report('PIN002', pin.source, `No ${pin.of === 'group' ? 'clause' : 'filter'} of ${pin.connector} names ${pin.dn}.`);
  }
}

/** Is it the pin of this name? */
export function fits(pin: Pin, { of, key, connectors }: PinnableName): boolean {
  return pin.of === of && pin.key === key && connectors.includes(pin.connector);
}

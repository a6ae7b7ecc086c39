import type { Policy, Protection } from '../model/policy.ts';
import type { CompileContext } from './context.ts';
import type { WorkspaceDocument } from './documents.ts';
import { compileFloors } from './policy-floors.ts';
import { compileFreezes } from './policy-freezes.ts';
import { compileLimits } from './policy-limits.ts';
import { compileHazards } from './policy-hazards.ts';
import { compilePolicyRules } from './policy-rule/compile.ts';
import { at, itemsOf, numberOf, textOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The policy of a workspace: the built-in one, with what the document says in its place. */
export function compilePolicy(document: WorkspaceDocument | undefined, context: CompileContext): Policy {
  const { connectors, report } = context;
  const spec = at(document?.root, 'spec');
  return {
    limits: compileLimits(at(spec, 'limits'), new Set(connectors.keys()), report),
    hazards: compileHazards(at(spec, 'hazards'), report),
    whenBlocked: textOf(at(spec, 'whenBlocked')) === 'applyRest' ? 'applyRest' : 'stop',
    deletions: {
      first: textOf(within(spec, 'deletions', 'first')) === 'delete' ? 'delete' : 'disable',
      graceDays: numberOf(within(spec, 'deletions', 'graceDays')) ?? 30,
    },
    protect: itemsOf(at(spec, 'protect')).flatMap(protectionOf),
    floors: compileFloors(at(spec, 'floors'), report),
    freezes: compileFreezes(at(spec, 'freezes'), report),
    rules: compilePolicyRules(at(spec, 'rules'), { attributes: attributesOfTenant(context), report }),
    source: {
      maximumShrinkPercent: numberOf(within(spec, 'source', 'maximumShrinkPercent')) ?? 10,
      maximumAttributeLossPercent: numberOf(within(spec, 'source', 'maximumAttributeLossPercent')) ?? 20,
      maximumSnapshotAgeHours: numberOf(within(spec, 'source', 'maximumSnapshotAgeHours')) ?? 168,
    },
    evaluation: { maximumFailedPercent: numberOf(within(spec, 'evaluation', 'maximumFailedPercent')) ?? 5 },
    planExpiryHours: numberOf(at(spec, 'planExpiryHours')) ?? 24,
    runs: { keepDays: numberOf(within(spec, 'runs', 'keepDays')) ?? 90 },
    quotaShare: shareOf(at(spec, 'quotaShare')) ?? 0.5,
    tolerance: shareOf(at(spec, 'tolerance')) ?? 0,
  };
}

function attributesOfTenant({ environment }: CompileContext): ReadonlySet<string> {
  return new Set([...environment.schemaOf('entra').values()].flatMap(({ attributes }) => [...attributes.keys()]));
}

function protectionOf(node: YamlNode): readonly Protection[] {
  const userPrincipalName = textOf(at(node, 'userPrincipalName'));
  if (userPrincipalName !== undefined) return [{ userPrincipalName }];
  const group = textOf(at(node, 'group'));
  if (group !== undefined) return [{ group }];
  return textOf(at(node, 'role')) === 'any' ? [{ role: 'any' }] : [];
}

/** `50%` or `0.5`. */
function shareOf(node: YamlNode | undefined): number | undefined {
  const number = numberOf(node);
  if (number !== undefined) return number;
  const text = textOf(node);
  return text === undefined ? undefined : Math.min(1, Number.parseFloat(text) / 100);
}

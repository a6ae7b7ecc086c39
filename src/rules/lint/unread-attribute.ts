import { attributesRead } from '../../model/flow-reads.ts';
import type { Lint } from './lint.ts';

/** What the engine itself reads of a metaverse object: what it is known by, and what can be written at all. */
const READ_BY_THE_ENGINE: ReadonlySet<string> = new Set(['sourceAnchor', 'sourceAnchorBinary', 'mailEnabled']);

/**
 * What rules of the workspace contribute and no rule reads. Packs contribute more than they carry, so that workspaces
 * need outbound rules only; a rule that replaces one of theirs does as much.
 */
export const unreadAttribute: Lint = ({ ruleSet: { rules }, isOwn }, report) => {
  const read = new Set(
    rules.flatMap((rule) =>
      rule.direction === 'outbound'
        ? [...rule.scope.flat().map(({ attribute }) => attribute), ...rule.flows.flatMap(attributesRead)].map(
            (attribute) => `${rule.sourceType} ${attribute}`,
          )
        : rule.join.flat().map(({ to }) => `${rule.targetType} ${to}`),
    ),
  );
  for (const rule of rules) {
    if (rule.direction !== 'inbound' || !isOwn(rule.source) || rule.id.includes(':') || rule.targetType === '*')
      continue;
    for (const { target, source } of rule.flows) {
      if (READ_BY_THE_ENGINE.has(target) || read.has(`${rule.targetType} ${target}`) || read.has(`* ${target}`))
        continue;
      report('LINT012', source, `${rule.id}: no rule reads ${target} of a ${rule.targetType}.`);
    }
  }
};

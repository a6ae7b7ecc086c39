import type { Analyzer, PlanGuardInput } from './input.ts';
import { finding } from './input.ts';

/**
 * No definition of the mark, and yet cloud-mastered objects hold anchors of ours: the definition was deleted, or the
 * topology names another application. Going on would treat everything we made as a stranger's. What reviewed pairs name
 * is known to be a stranger's: so a tenant that another engine gave these anchors is taken over.
 */
export const lostDefinition: Analyzer<PlanGuardInput> = ({ tenant, population, reviewed }) => {
  if (tenant.facts.markDefined) return [];
  const anchors = new Set(
    population.desired.flatMap((one) => [one.anchor, ...one.otherAnchors].map((a) => `${one.type}/${a}`)),
  );
  const holders = tenant.objects.filter(
    (object) =>
      object.anchor !== undefined &&
      object.mastery === 'cloud' &&
      !reviewed.has(object.id) &&
      anchors.has(`${object.type}/${object.anchor}`),
  );
  const [first] = holders;
  if (first === undefined) return [];
  return [
    finding('SAFE009', {
      detail: `${holders.length} objects hold anchors of this workspace, ${first.name} among them, and no mark can be read.`,
      policyKey: 'ownerMark.applicationId',
      operations: [],
    }),
  ];
};

import { lineOf } from '../kernel/position.ts';
import type { Approval, ApprovedHazard } from '../model/consent.ts';
import { hazards } from '../model/hazard.ts';
import type { WorkspaceDocument } from './documents.ts';
import type { Report } from './problems.ts';
import { at, itemsOf, numberOf, textOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The approvals of all Approval documents, by id. */
export function compileApprovals(documents: readonly WorkspaceDocument[], report: Report): readonly Approval[] {
  const byId = new Map<string, Approval>();
  for (const { root, nameRange } of documents) {
    const spec = at(root, 'spec');
    const text = (key: string): string => textOf(at(spec, key)) ?? '';
    const approval: Approval = {
      id: text('id'),
      workspace: text('workspace'),
      tenantId: text('tenantId'),
      rulesDigest: text('rulesDigest'),
      expiresAt: text('expiresAt'),
      hazards: itemsOf(at(spec, 'hazards')).flatMap(approvedHazard),
      source: nameRange,
    };
    const other = byId.get(approval.id);
    const range = within(root, 'spec', 'id')?.range ?? nameRange;
    if (other === undefined) byId.set(approval.id, approval);
    else report('CFG083', range, `${approval.id} is the approval at ${lineOf(other.source)} already.`);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

function approvedHazard(node: YamlNode): readonly ApprovedHazard[] {
  const hazard = hazards.find((one) => one === textOf(at(node, 'hazard')));
  if (hazard === undefined) return [];
  const classes = itemsOf(at(node, 'classes')).flatMap((one) => textOf(at(one, 'digest')) ?? []);
  return [{ hazard, maximum: numberOf(at(node, 'maximum')) ?? 0, classes }];
}

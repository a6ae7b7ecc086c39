import type { Hazard } from '../model/hazard.ts';
import type { Finding } from '../model/plan.ts';
import type { TenantType } from '../model/tenant.ts';
import type { ApplyGuardInput } from './input.ts';

/** The hazard that a limit counts, by the code of its finding: consent to the hazard is consent to these. */
const counted: ReadonlyMap<string, Hazard> = new Map([
  ['SAFE002', 'DISABLES_USER'],
  ['SAFE003', 'REMOVES_MEMBER'],
  ['SAFE004', 'CLEARS_ATTRIBUTE'],
  ['SAFE005', 'UPN_CHANGE'],
  ['SAFE011', 'ENABLES_ACCOUNT'],
  ['SAFE013', 'TAKES_OVER_OBJECT'],
]);

/** Findings with the hazard that each of them is about; one that has its own keeps it. */
export function withHazards(
  findings: readonly Finding[],
  { body, tenant }: Pick<ApplyGuardInput, 'body' | 'tenant'>,
): readonly Finding[] {
  if (findings.length === 0) return findings;
  const types = new Map(tenant.objects.map(({ id, type }) => [id, type]));
  const operations = new Map(body.operations.map((one) => [one.id, one]));
  const typeOf = (id: string | undefined): TenantType | undefined => {
    const operation = operations.get(id ?? '');
    if (operation === undefined || operation.kind === 'defineExtension') return undefined;
    return types.get(operation.object.id ?? '') ?? operation.object.type;
  };
  return findings.map((one) => {
    if (one.hazard !== undefined) return one;
    const hazard = hazardOf(one.code, typeOf(one.operations[0]));
    return hazard === undefined ? one : { ...one, hazard };
  });
}

/** A group that leaves is no user that is disabled: no hazard stands for it. */
function hazardOf(code: string, type: TenantType | undefined): Hazard | undefined {
  if (code === 'SAFE001') return type === 'group' ? 'DELETES_GROUP' : 'DELETES_USER';
  if (code === 'SAFE002' && type === 'group') return undefined;
  return counted.get(code);
}

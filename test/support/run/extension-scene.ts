import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Plan } from '../../../src/model/plan.ts';
import { scene } from './scene.ts';
import type { Scene } from './scene.ts';
import { CLIENT } from './tenant-process.ts';
import { edit, editLdif, isRecord } from './workspace.ts';

/** Full names of the directory extensions that the workspace declares. */
const PREFIX = `extension_${CLIENT.replaceAll('-', '')}_`;
export const COST = `${PREFIX}costCentre`;
export const REMOTE = `${PREFIX}remote`;
export const FLOOR = `${PREFIX}floor`;
export const BADGES = `${PREFIX}badges`;

/** Somebody who is in the tenant already, somebody who is not, and a group that is not. */
export const JAMES = 'James Conway';
export const ALLEN = 'Allen Baker';
export const TEAM = 'IT Budget Team 36';

const DECLARED = `
  directoryExtensions:
    - applicationId: ${CLIENT}
      extensions:
        - { name: costCentre, on: [user] }
        - { name: remote, type: Boolean, on: [user] }
        - { name: floor, type: Integer, on: [user, group] }
        - { name: badges, on: [user], multiValued: true }
`;

const RULES = `apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: work-in }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 30
  flows: { division: division, comment: comment, pager: pager, otherMobile: otherMobile }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: work-out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 31
  flows:
    ${COST}: division
    ${REMOTE}: '=IIF(IsPresent([comment]), CBool([comment]), NULL)'
    ${FLOOR}: '=IIF(IsPresent([pager]), CNum([pager]), NULL)'
    ${BADGES}: otherMobile
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: floor-in }
spec:
  from: { connectors: [corp], type: group }
  to: { metaverse: group }
  precedence: 32
  flows: { info: info }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: floor-out }
spec:
  from: { metaverse: group }
  to: { connector: entra, type: group }
  precedence: 33
  flows: { ${FLOOR}: '=IIF(IsPresent([info]), CNum([info]), NULL)' }
`;

/** The example workspace with directory extensions that its tenant does not define. */
export async function extensionScene(more: readonly string[] = []): Promise<Scene> {
  const run = await scene(more);
  edit(run.folder, 'lockstep.yaml', /\n$/, DECLARED);
  writeFileSync(join(run.folder, 'rules', 'work.yaml'), RULES);
  return run;
}

/** Gives a record attributes in the place of those that it has of these names; nothing clears one. */
export function give(run: Scene, cn: string, attributes: Readonly<Record<string, readonly string[]>>): void {
  const names = Object.keys(attributes);
  editLdif(run.folder, (records) =>
    records.map((one) => {
      if (!isRecord(one, cn)) return one;
      const kept = one.split('\n').filter((line) => !names.some((name) => line.startsWith(`${name}:`)));
      const given = names.flatMap((name) => (attributes[name] ?? []).map((value) => `${name}: ${value}`));
      return [...kept, ...given].join('\n');
    }),
  );
}

/** The operations of a plan about extensions, and about attributes of the objects of these names. */
export function told(plan: Plan, ...names: readonly string[]): readonly string[] {
  return plan.body.operations.flatMap((one) => {
    if (one.kind === 'defineExtension') return [`define ${one.name.replace(PREFIX, '')}`];
    if (!names.includes(one.object.name) || !('changes' in one)) return [];
    const values = one.changes.map(
      ({ attribute, after }) => `${attribute.replace(PREFIX, '#')}=${JSON.stringify(after)}`,
    );
    return [[one.kind, ...values.filter((text) => one.kind !== 'create' || text.startsWith('#'))].join(' ')];
  });
}

/** Values of the declared extensions as the tenant answers them, by their short names. */
export async function valuesOf(run: Scene, cn: string): Promise<Record<string, unknown>> {
  const select = `$select=id,displayName,${[COST, REMOTE, FLOOR, BADGES].join(',')}`;
  const found =
    cn === TEAM
      ? (await run.tenant.all(`/groups?${select}&$top=999`)).find((one) => one['displayName'] === cn)
      : await run.tenant.call('GET', `/users/${signInName(cn)}?${select}`);
  const values = Object.entries(found ?? {}).filter(([name, value]) => name.startsWith(PREFIX) && value !== null);
  return Object.fromEntries(values.map(([name, value]) => [name.replace(PREFIX, ''), value]));
}

export const signInName = (cn: string): string => `${cn.toLowerCase().replace(' ', '.')}@contoso.com`;

const DEFINITIONS = `/applications(appId='${CLIENT}')/extensionProperties`;

/** Defines an extension past the product. */
export async function defineByHand(run: Scene, name: string, dataType: string): Promise<void> {
  await run.tenant.call('POST', DEFINITIONS, { name, dataType, targetObjects: ['User'] });
}

/** Every extension that the tenant defines but the owner mark, as `name type`. */
export async function defined(run: Scene): Promise<readonly string[]> {
  const all = await run.tenant.all(DEFINITIONS);
  return all
    .map((one) => `${String(one['name']).replace(PREFIX, '')} ${String(one['dataType'])}`)
    .filter((text) => !text.startsWith('lockstepOwner '))
    .toSorted();
}

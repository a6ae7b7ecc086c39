import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '../../../src/app/registry.ts';
import type { RuleSet } from '../../../src/model/rule-set.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { loadWorkspace } from '../../../src/rules/index.ts';
import type { LoadedWorkspace } from '../../../src/rules/index.ts';

/** Compiles the documents of a workspace given as text; fails with what is wrong in it. */
export async function workspaceOf(yaml: string): Promise<LoadedWorkspace & { readonly ruleSet: RuleSet }> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-rules-'));
  try {
    await writeFile(join(folder, 'rules.yaml'), yaml);
    const loaded = await loadWorkspace(folder, environment);
    if (loaded.ruleSet === undefined) {
      throw new Error(loaded.diagnostics.map((one) => `${one.code} ${one.detail} ${one.help ?? ''}`).join('\n'));
    }
    return { ...loaded, ruleSet: loaded.ruleSet };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface RuleParts {
  /** Lines below `spec:` of the Topology, in place of or beside the ordinary ones. */
  readonly topology?: string;
  readonly connectors?: readonly string[];
  /** More documents. */
  readonly documents?: string;
  /** False: none of the ordinary rules. */
  readonly ordinary?: boolean;
}

/** The rule set of an ordinary small workspace with something more, or something else. */
export async function rulesOf(parts: RuleParts = {}): Promise<RuleSet> {
  const { topology = '  signIn: { newUsers: externalPassword }', documents = '', ordinary = true } = parts;
  const connectors = (parts.connectors ?? ['corp']).map(
    (name) => `{ name: ${name}, type: ldif, path: ./${name}.ldif }`,
  );
  const head = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors: [${connectors.join(', ')}]
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
${topology}
`;
  const texts = [head, ...(ordinary ? [ORDINARY] : []), documents].filter((text) => text.trim() !== '');
  return (await workspaceOf(texts.join('\n---\n'))).ruleSet;
}

export function withPolicy(ruleSet: RuleSet, policy: Partial<Policy>): RuleSet {
  return { ...ruleSet, policy: { ...ruleSet.policy, ...policy } };
}

/** People and groups with as few attributes as make a plan: every rule of it is one line in a test's head. */
const ORDINARY = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: person-in }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: 100
  link: provision
  flows:
    accountEnabled: '=IIF(BitAnd([userAccountControl],2) = 0, True, False)'
    department: department
    displayName: displayName
    employeeID: employeeID
    mail: mail
    mailNickname: sAMAccountName
    manager: manager
    title: title
    sourceAnchor: '=IIF(IsPresent([mS-DS-ConsistencyGuid]), ConvertToBase64([mS-DS-ConsistencyGuid]), ConvertToBase64([objectGUID]))'
    userPrincipalName: userPrincipalName
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: group-in }
spec:
  from: { connectors: { type: directory }, type: group }
  to: { metaverse: group }
  precedence: 110
  link: provision
  flows:
    description: '=ItemOrNull([description],1)'
    displayName: displayName
    mailNickname: sAMAccountName
    member: member
    sourceAnchor: '=ConvertToBase64([objectGUID])'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: user-out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 200
  link: provision
  scope: { all: [{ userPrincipalName: { isNotNull } }] }
  flows:
    accountEnabled: accountEnabled
    department: department
    displayName: displayName
    employeeId: employeeID
    jobTitle: title
    mail: mail
    mailNickname: mailNickname
    manager: manager
    userPrincipalName: userPrincipalName
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: group-out }
spec:
  from: { metaverse: group }
  to: { connector: entra, type: group }
  precedence: 210
  link: provision
  flows:
    description: description
    displayName: displayName
    mailNickname: mailNickname
    members: member
`;

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testRules } from '../../../src/app/index.ts';
import type { RuleTestReport } from '../../../src/model/rule-test-report.ts';
import type { TestOptions } from '../../../src/app/rule-tests/run.ts';
import { temporaryFolder } from './folder.ts';
import { worldIn } from './world.ts';

/** Two forests, the default rules, and some of the workspace's own. */
const WORKSPACE = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors:
    - { name: corp, type: ldif, path: ./nowhere.ldif }
    - { name: lab, type: ldif, path: ./nowhere.ldif }
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
  extends: [lockstep/default@1]
  signIn: { newUsers: externalPassword }
---
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits: { include: ['OU=Staff,DC=corp,DC=contoso,DC=com'] }
  objects: { user: { all: [{ employeeType: { notEqual: Service } }] }, inetOrgPerson: { all: [{ employeeType: { notEqual: Service } }] } }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: same-mail }
spec:
  from: { connectors: [lab], type: user }
  to: { metaverse: person }
  precedence: 30
  join: [{ mail: mail }]
  flows: { title: title }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: extras }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 40
  scope:
    all:
      - employeeType: { isNotNull }
      - employeeType: { notIn: [Plain, Robot] }
  flows:
    company: '=IIF(IsPresent([company]), [company], AuthoritativeNull)'
    physicalDeliveryOfficeName: '=IIF(IsPresent([division]), [division], IgnoreThisFlow)'
    extensionAttribute1: '=%Domain.FQDN%'
    extensionAttribute2: '=FormatDateTime(Now(),"yyyy-MM-dd")'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: extras-out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 50
  scope: { all: [{ employeeType: { notEqual: Robot } }] }
  flows:
    extensionAttribute1: extensionAttribute1
    extensionAttribute2: extensionAttribute2
`;

export function ruleTest(name: string, cases: string): string {
  return `apiVersion: lockstep/v1alpha1\nkind: RuleTest\nmetadata: { name: ${name} }\nspec:\n  cases:\n${cases.replace(/^(?=.)/gm, '    ')}\n`;
}

/** A folder with that workspace and files with rule tests. */
export function testedWorkspace(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries({ 'lockstep.yaml': WORKSPACE, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs the rule tests of a folder. */
export async function ran(folder: string, options: Partial<TestOptions> = {}): Promise<RuleTestReport> {
  return (await testRules(worldIn(folder), { coverage: false, ...options })).report;
}

/** What did not come as expected, in one line each: `subject: expected -> got`. */
export function told(report: RuleTestReport): readonly string[] {
  return report.cases.flatMap(({ failures }) =>
    failures.map(({ of, subject, expected, got }) => {
      const text = (one: typeof got): string => (one.kind === 'value' ? JSON.stringify(one.value) : one.text);
      return `${of === undefined ? '' : `${of} `}${subject}: ${text(expected)} -> ${text(got)}`;
    }),
  );
}

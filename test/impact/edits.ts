import fc from 'fast-check';

/** A line of a workspace; `edit` marks one that head alone has. */
interface Line {
  readonly text: string;
  /** 1-based line of base; undefined: base does not have it. */
  readonly from: number | undefined;
}

const RULES = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors: [{ name: corp, type: ldif, path: ./corp.ldif }]
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
  signIn: { newUsers: externalPassword }
---
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits:
    exclude:
      - OU=North,DC=corp,DC=contoso,DC=com
  objects:
    user:
      all:
        - employeeType: { in: [Employee, Contractor] }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: contractors }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: 90
  scope:
    all:
      - employeeType: { equal: Contractor }
  flows:
    displayName: '=[displayName] & " (Contractor)"'
    company: { constant: Partners }
---
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
    company: company
    department: department
    displayName: displayName
    manager: manager
    title: title
    sourceAnchor: '=ConvertToBase64([objectGUID])'
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
  scope:
    all:
      - userPrincipalName: { isNotNull }
  flows:
    accountEnabled: accountEnabled
    companyName: company
    department: department
    displayName: displayName
    jobTitle: title
    manager: manager
    userPrincipalName: |-
      =Word([userPrincipalName],1,"@") &
        "@contoso.com"
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
    displayName: displayName
    mailNickname: mailNickname
    members: member
`.trimEnd();

export const baseText = `${RULES}\n`;

const lines: readonly Line[] = RULES.split('\n').map((text, index) => ({ text, from: index + 1 }));

type Edit = (state: readonly Line[]) => readonly Line[];

function replaced(from: string, to: string, nth = 0): Edit {
  return (state) => {
    const hits = state.flatMap(({ text }, index) => (text.includes(from) ? [index] : []));
    return state.map((line, index) =>
      index === hits[nth] ? { text: line.text.replace(from, to), from: undefined } : line,
    );
  };
}

function inserted(after: string, text: string, nth = 0): Edit {
  return (state) => {
    const hits = state.flatMap((line, index) => (line.text.includes(after) ? [index] : []));
    const added = text.split('\n').map((one) => ({ text: one, from: undefined }));
    return state.flatMap((line, index) => (index === hits[nth] ? [line, ...added] : [line]));
  };
}

function removed(what: string, nth = 0): Edit {
  return (state) => {
    const hits = state.flatMap(({ text }, index) => (text.includes(what) ? [index] : []));
    return state.filter((_, index) => index !== hits[nth]);
  };
}

function withoutRule(name: string): Edit {
  return (state) => {
    const documents: Line[][] = [[]];
    for (const line of state) {
      if (line.text === '---') documents.push([line]);
      else documents.at(-1)?.push(line);
    }
    return documents.filter((one) => !one.some(({ text }) => text.includes(`name: ${name} }`))).flat();
  };
}

/** Of the contractors, where they still have one. */
function withoutScope(state: readonly Line[]): readonly Line[] {
  const clause = state.findIndex(({ text }) => text.includes('- employeeType: { equal:'));
  return clause === -1 ? state : state.toSpliced(clause - 2, 3);
}

const ADDED = `---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: south }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: 50
  scope:
    all:
      - department: { equal: D2 }
  flows:
    title: '="South " & [title]'`;

/** What a person would do to the rules. */
export const edits: Readonly<Record<string, Edit>> = {
  suffix: replaced('"@contoso.com"', '"@fabrikam.com"'),
  precedence: replaced('precedence: 90', 'precedence: 105'),
  scopeClause: replaced('employeeType: { equal: Contractor }', 'employeeType: { equal: Employee }'),
  scopeGone: withoutScope,
  outboundScope: inserted('- userPrincipalName: { isNotNull }', '      - department: { notEqual: D1 }'),
  expression: replaced('    department: department', `    department: '="Unit " & [department]'`),
  mistake: replaced(
    '    department: department',
    `    department: '=IIF([department] = "D3", Error("no"), [department])'`,
  ),
  flowGone: removed('    title: title'),
  outboundFlowGone: removed('    companyName: company'),
  managersGone: removed('    manager: manager', 1),
  disabling: replaced('= 0, True, False)', '= 0, False, True)'),
  ruleGone: withoutRule('contractors'),
  groupsGone: withoutRule('group-out'),
  ruleAdded: inserted('    members: member', ADDED),
  filterNarrower: replaced('in: [Employee, Contractor]', 'in: [Employee]'),
  filterWider: replaced('in: [Employee, Contractor]', 'in: [Employee, Contractor, Former]'),
  unitOut: inserted('- OU=North,', '      - OU=South,DC=corp,DC=contoso,DC=com'),
  unitIn: replaced('- OU=North,', '- OU=Nowhere,'),
  harmless: inserted('kind: ScopingFilter', '# The staff.'),
};

export interface Edited {
  readonly names: readonly string[];
  readonly text: string;
  /** `side line` of every line that one of the two alone has. */
  readonly changed: ReadonlySet<string>;
}

export function editedBy(names: readonly string[]): Edited {
  const state = names.reduce<readonly Line[]>((now, name) => edits[name]?.(now) ?? now, lines);
  const kept = new Set(state.map(({ from }) => from));
  const changed = new Set<string>();
  for (const { from } of lines) if (!kept.has(from)) changed.add(`base ${from ?? 0}`);
  state.forEach(({ from }, index) => {
    if (from === undefined) changed.add(`head ${index + 1}`);
  });
  return { names, text: `${state.map(({ text }) => text).join('\n')}\n`, changed };
}

/** Up to three edits together. */
export const edited: fc.Arbitrary<Edited> = fc
  .uniqueArray(fc.constantFrom(...Object.keys(edits)), { minLength: 1, maxLength: 3 })
  .map(editedBy);

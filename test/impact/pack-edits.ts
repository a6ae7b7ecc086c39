/** Two forests with the rules of the pack, a rule for some people, and one that reads the tenant. */
export const packText = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors:
    - { name: corp, type: ldif, path: ./corp.ldif }
    - { name: branch, type: ldif, path: ./branch.ldif }
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
  extends: [lockstep/default@1]
  signIn: { newUsers: externalPassword }
---
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  objects:
    user:
      all:
        - employeeType: { in: [Employee, Contractor] }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: contractors }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 40
  scope:
    all:
      - employeeType: { equal: Contractor }
  flows:
    displayName: '=[displayName] & " (Contractor)"'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: kept-title }
spec:
  from: { connector: entra, type: user }
  to: { metaverse: person }
  precedence: 41
  flows:
    title: jobTitle
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: sign-in-names }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 42
  flows:
    userPrincipalName: '=[accountName] & "@contoso.com"'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: trimmed }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 43
  flows:
    company: '=Trim([company])'
`;

const replaced = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, to);
};

const without =
  (name: string) =>
  (text: string): string =>
    text
      .split('---\n')
      .filter((one) => !one.includes(`name: ${name} }`))
      .join('---\n');

const added = (document: string) => (text: string) =>
  `${text}---\napiVersion: lockstep/v1alpha1\nkind: SyncRule\n${document}`;

/** What joins, anchors, the tenant's own values and attributes that were not read before make of a change. */
export const packEdits: Readonly<Record<string, (text: string) => string>> = {
  ruleOfThePackOff: replaced(
    '  connectors:\n',
    '  disable: [lockstep/default@1:person-to-entra-user]\n  connectors:\n',
  ),
  anchorOfConsistencyGuid: replaced(
    '  connectors:\n',
    '  sourceAnchor: { attribute: mS-DS-ConsistencyGuid }\n  connectors:\n',
  ),
  matching: replaced('  connectors:\n', '  matching: { people: mail }\n  connectors:\n'),
  tenantNotRead: without('kept-title'),
  tenantReadOtherwise: replaced('    title: jobTitle', '    department: department'),
  expression: replaced('" (Contractor)"', '" (Partner)"'),
  ruleGone: without('contractors'),
  suffix: replaced('"@contoso.com"', '"@fabrikam.com"'),
  filterWider: replaced('in: [Employee, Contractor]', 'in: [Employee, Contractor, Former]'),
  precedence: replaced('precedence: 40', 'precedence: 4000'),
  readsMore: added(
    'metadata: { name: more }\nspec:\n  from: { connectors: [corp], type: user }\n  to: { metaverse: person }\n  precedence: 39\n  flows: { company: employeeType }\n',
  ),
  readsMoreOfTheTenant: added(
    'metadata: { name: more }\nspec:\n  from: { connector: entra, type: user }\n  to: { metaverse: person }\n  precedence: 39\n  flows: { company: companyName }\n',
  ),
  dialect: replaced('  precedence: 43\n', '  dialect: cloudSync\n  precedence: 43\n'),
  joinedByTitle: added(
    'metadata: { name: joined }\nspec:\n  from: { connectors: [branch], type: user }\n  to: { metaverse: person }\n  precedence: 38\n  link: join\n  join:\n    - { title: accountName }\n  flows: { company: company }\n',
  ),
  oneForestFirst: replaced(
    '    - { name: corp, type: ldif, path: ./corp.ldif }\n    - { name: branch, type: ldif, path: ./branch.ldif }\n',
    '    - { name: branch, type: ldif, path: ./branch.ldif }\n    - { name: corp, type: ldif, path: ./corp.ldif }\n',
  ),
};

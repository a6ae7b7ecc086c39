import type { CloudObject } from '../../support/connect-server/installation.ts';

type Change = Readonly<Record<string, unknown>>;

/** Something that is other in the tenant than Entra Connect left it, and what is to be said of it. */
interface Planted {
  readonly what: string;
  /** By account name: properties that differ; an undefined one is taken away. */
  readonly changes?: Readonly<Record<string, Change | ((object: CloudObject, idOf: IdOf) => Change)>>;
  readonly removes?: readonly string[];
  readonly adds?: readonly CloudObject[];
  readonly unexplained: readonly string[];
  /** What would be said of the object if nobody had touched it. */
  readonly instead?: readonly string[];
}

type IdOf = (account: string) => string;

const stranger: CloudObject = {
  '@odata.type': '#microsoft.graph.user',
  id: '0a1c7a52-93d4-4c47-8f5f-0d7c7b9f6a01',
  accountEnabled: true,
  displayName: 'Left Behind',
  userPrincipalName: 'left.behind@contoso.com',
  mailNickname: 'left.behind',
  userType: 'Member',
  onPremisesSyncEnabled: true,
  onPremisesImmutableId: 'bm9ib2R5IGhhcyBpdA==',
  onPremisesSamAccountName: 'left.behind',
  onPremisesSecurityIdentifier: 'S-1-5-21-1-2-3-4',
};

function members(add: readonly string[], remove: readonly string[] = []) {
  return ({ members: present = [] }: CloudObject, idOf: IdOf): Change => {
    const left = (present as readonly string[]).filter((id) => !remove.map(idOf).includes(id));
    return { members: [...left, ...add.map(idOf)] };
  };
}

/** What somebody did to the tenant, or another version of the rules did: true differences. */
export const differences: readonly Planted[] = [
  {
    what: 'a department was changed',
    changes: { 'ada.byron': { department: 'Sales' } },
    unexplained: ['difference: user Ada Byron department: "Sales" / "Research"'],
  },
  {
    what: 'a value that the directory does not have',
    changes: { 'grace.hopper': { city: 'Washington' } },
    unexplained: ['difference: user Grace Hopper city: "Washington" / null'],
  },
  {
    what: 'an extension attribute is gone',
    changes: { 'ada.byron': { onPremisesExtensionAttributes: { extensionAttribute1: 'cost centre 7' } } },
    unexplained: ['difference: user Ada Byron extensionAttribute2: null / "tier 1"'],
  },
  {
    what: 'a disabled account is enabled',
    changes: { former: { accountEnabled: true } },
    unexplained: ['difference: user Former Worker accountEnabled: true / false'],
  },
  {
    what: 'another manager',
    changes: { former: (_, idOf) => ({ manager: idOf('grace.hopper') }) },
    unexplained: ['difference: user Former Worker manager: "grace.hopper@contoso.com" / "ada.byron@contoso.com"'],
  },
  {
    what: 'a manager where the directory has none',
    changes: { obrien: (_, idOf) => ({ manager: idOf('grace.hopper') }) },
    unexplained: ['difference: user Aoife O\'Brien manager: "grace.hopper@contoso.com" / null'],
  },
  {
    what: 'a member is missing, another is one too many',
    changes: { research: members(['grace.hopper'], ['u10442']) },
    unexplained: [
      'difference: group Research members: "grace.hopper@contoso.com" / null',
      'difference: group Research members: null / "linus.orr@contoso.com"',
    ],
  },
  {
    what: 'a group is missing in a group',
    changes: { everybody: members([], ['Norway (all)']) },
    unexplained: ['difference: group Everybody members: null / "Norway, all of it"'],
  },
  {
    what: 'a group was renamed',
    changes: { nobody: { displayName: 'Somebody' } },
    unexplained: ['difference: group Nobody displayName: "Somebody" / "Nobody"'],
  },
  {
    what: 'somebody is not there',
    removes: ['helpdesk1'],
    unexplained: ['onlyHere, absent: user Help First'],
  },
  {
    what: 'somebody is there whom the directory does not know',
    adds: [stranger],
    unexplained: ['onlyThere, noSource: user left.behind@contoso.com'],
  },
  {
    what: 'a group that nothing in the directory is known by',
    changes: { aliased: { onPremisesSecurityIdentifier: 'S-1-5-21-9-9-9-9', onPremisesSamAccountName: 'another' } },
    unexplained: ['onlyHere, absent: group Aliased', 'onlyThere, noSource: group Äliased'],
  },
  {
    what: 'the anchor of an account that was moved is the objectGUID of the old one',
    changes: { moved: { onPremisesImmutableId: 'EBESExQVFhcYGRobHB0eHw==' } },
    unexplained: [
      'difference: user Moved Here onPremisesImmutableId: "EBESExQVFhcYGRobHB0eHw==" / "AAECAwQFBgcICQoLDA0ODw=="',
    ],
  },
];

/** What looks as if the service had calculated it, and is not what it calculates. */
export const lookalikes: readonly Planted[] = [
  {
    what: 'a name at the initial domain that is not made of the alias',
    changes: { lsperry: { userPrincipalName: 'boss@contoso.onmicrosoft.com' } },
    unexplained: ['difference: user Lee Sperry userPrincipalName: "boss@contoso.onmicrosoft.com" / "lee@corp.local"'],
    instead: ['serviceUpn: user Lee Sperry userPrincipalName: "lee.sperry@contoso.onmicrosoft.com" / "lee@corp.local"'],
  },
  {
    what: 'the initial domain where the suffix is verified',
    changes: { obrien: { userPrincipalName: "aoife.o'brien@contoso.onmicrosoft.com" } },
    unexplained: [
      `difference: user Aoife O'Brien userPrincipalName: "aoife.o'brien@contoso.onmicrosoft.com" / "aoife.o'brien@contoso.com"`,
    ],
  },
  {
    what: 'four digits, and nobody else has the name',
    changes: { 'ada.byron': { userPrincipalName: 'ada.byron+1234@contoso.onmicrosoft.com' } },
    unexplained: [
      'difference: user Ada Byron userPrincipalName: "ada.byron+1234@contoso.onmicrosoft.com" / "ada.byron@contoso.com"',
    ],
  },
  {
    what: 'an alias that is the front part of nothing',
    changes: { u10442: { mailNickname: 'penguin' } },
    unexplained: ['difference: user Linus Orr mailNickname: "penguin" / "u10442"'],
    instead: ['serviceMailNickname: user Linus Orr mailNickname: "linus.orr" / "u10442"'],
  },
  {
    what: 'another alias than the one that the directory has',
    changes: { 'grace.hopper': { mailNickname: 'grace' } },
    unexplained: ['difference: user Grace Hopper mailNickname: "grace" / "grace.hopper"'],
  },
  {
    what: 'a mail address that is none of theirs',
    changes: { pdifferent: { mail: 'somebody.else@contoso.com' } },
    unexplained: ['difference: user Petra Different mail: "somebody.else@contoso.com" / "old.petra@contoso.com"'],
    instead: ['proxyCalculation: user Petra Different mail: "petra@contoso.com" / "old.petra@contoso.com"'],
  },
  {
    what: 'no mail, and nobody else has the address',
    changes: { spaces: { mail: undefined, proxyAddresses: [] } },
    unexplained: ['difference: user Spacey Case mail: null / "spaces@contoso.com"'],
  },
];

/** Set in the cloud, where Entra Connect does not write it; with rules that give it now and then. */
export const setInTheCloud: Planted = {
  what: 'a place of use',
  changes: { u10442: { usageLocation: 'NO' }, spaces: { usageLocation: 'SE' } },
  unexplained: [],
};

/** Not a difference at all. */
export const harmless: Planted = {
  what: 'a group whose security identifier is not shown is known by its account name and domain',
  changes: { everybody: { onPremisesSecurityIdentifier: undefined } },
  unexplained: [],
};

/** The seed with all of it. References to what is gone are gone. */
export function planted(seed: readonly CloudObject[], all: readonly Planted[]): CloudObject[] {
  const byAccount = new Map(seed.map((one) => [one['onPremisesSamAccountName'], one]));
  const idOf: IdOf = (account) => {
    const found = byAccount.get(account);
    if (found === undefined) throw new Error(`nobody is called ${account}`);
    return found.id;
  };
  const gone = new Set(all.flatMap(({ removes = [] }) => removes.map(idOf)));
  const lines = seed
    .filter(({ id }) => !gone.has(id))
    .map((object) => {
      let changed: CloudObject = object;
      for (const { changes = {} } of all) {
        const change = changes[String(object['onPremisesSamAccountName'])];
        if (change !== undefined)
          changed = { ...changed, ...(typeof change === 'function' ? change(changed, idOf) : change) };
      }
      return changed;
    });
  for (const { changes = {} } of all) for (const account of Object.keys(changes)) idOf(account);
  return [...lines, ...all.flatMap(({ adds = [] }) => adds)];
}

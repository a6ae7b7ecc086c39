import { guidText } from './identifiers.ts';
import type { Person } from './person.ts';
import { foreignPartition, units } from './plan.ts';

export interface PersonCase {
  readonly name: string;
  readonly count: number;
  /** In the first period only: cases that belong to a tenant, not to a share of its people. */
  readonly once?: true;
  readonly alter: (person: Person, nth: number) => Partial<Person>;
}

/** The cases come back once in so many people. */
export const PERIOD = 1000;
const FIRST_SLOT = 100;

const DISABLED_ACCOUNT = 0x202;

const cases: readonly PersonCase[] = [
  { name: 'disabled', count: 8, alter: () => ({ control: DISABLED_ACCOUNT }) },
  { name: 'no mail', count: 4, alter: () => ({ mail: undefined, proxies: [] }) },
  { name: 'unverified UPN suffix', count: 4, alter: ({ account }) => ({ upn: `${account}@corp.local` }) },
  { name: 'missing UPN', count: 3, alter: () => ({ upn: undefined }) },
  { name: 'duplicate proxy address', count: 4, alter: sharedAddress },
  { name: 'in OU=Test', count: 6, alter: () => ({ container: units.test }) },
  { name: 'moved to OU=Test', count: 2, once: true, alter: () => ({ container: units.test, standing: 'present' }) },
  { name: 'service account', count: 8, alter: serviceAccount },
  { name: 'service type in OU=Staff', count: 3, alter: () => ({ employeeType: 'Service' }) },
  { name: 'no employee type', count: 2, alter: () => ({ employeeType: undefined }) },
  { name: 'in OU=External', count: 5, alter: () => ({ container: units.external, employeeType: 'Contractor' }) },
  { name: 'managers in a cycle', count: 4, alter: managerCycle },
  { name: 'manager outside scope', count: 3, alter: ({ index }) => ({ manager: firstOf(index, 'service account') }) },
  { name: 'manager in a partition that is not configured', count: 2, alter: () => ({ manager: foreignManager }) },
  { name: 'special characters in the RDN', count: 6, alter: specialName },
  { name: 'renamed', count: 4, once: true, alter: renamed },
  { name: 'moved within scope', count: 3, alter: () => ({ container: units.field }) },
  { name: 'emoji', count: 2, alter: emoji },
  { name: 'decomposed accents', count: 2, alter: decomposed },
  { name: 'UPN differs by case only', count: 2, alter: ({ upn }) => ({ was: { upn: upn?.toUpperCase() } }) },
  { name: 'no displayName', count: 2, alter: () => ({ displayName: undefined, employeeType: 'Employee' }) },
  { name: 'apostrophe', count: 2, alter: apostrophe },
  {
    name: 'over-long title',
    count: 2,
    alter: ({ title }) => ({ title: `${title} of ${'Überregional-'.repeat(11)}Sales` }),
  },
  { name: 'replication conflict', count: 2, alter: replicationConflict },
  { name: 'account of a sync engine', count: 2, alter: syncEngineAccount },
  { name: 'critical system object in OU=Staff', count: 1, alter: () => ({ critical: true, standing: 'absent' }) },
  {
    name: 'privileged, with a difference',
    count: 1,
    once: true,
    alter: () => ({ standing: 'present', was: { department: 'Boardroom' } }),
  },
  { name: 'eligible for a privileged role', count: 1, once: true, alter: () => ({ standing: 'present' }) },
  { name: 'member of a role-assignable group', count: 1, once: true, alter: () => ({ standing: 'present' }) },
  {
    name: 'mastered elsewhere',
    count: 1,
    once: true,
    alter: () => ({ standing: 'mastered', was: { title: 'Visiting Fellow' } }),
  },
];

const slots = cases.flatMap((one) => Array.from({ length: one.count }, (_, nth) => ({ case: one, nth })));

export const awkwardSlots: ReadonlySet<number> = new Set(slots.map((_, position) => FIRST_SLOT + position));

export const personCaseNames: readonly string[] = cases.map(({ name }) => name);

export function personCaseAt(index: number): { readonly case: PersonCase; readonly nth: number } | undefined {
  const found = slots[(index % PERIOD) - FIRST_SLOT];
  return found?.case.once === true && index >= PERIOD ? undefined : found;
}

/** The index of the first person of a case, in the period of another person. */
export function firstOf(index: number, name: string): number {
  return index - (index % PERIOD) + FIRST_SLOT + slots.findIndex((slot) => slot.case.name === name);
}

const foreignManager = `CN=Regional Director,OU=Staff,${foreignPartition}`;

function sharedAddress(person: Person, nth: number): Partial<Person> {
  const pair = person.index - nth + (nth - (nth % 2));
  const proxies = [...person.proxies, `smtp:reception.${pair}@contoso.com`];
  // A tenant gives an address to one of them only.
  return nth % 2 === 0 ? { proxies } : { proxies, was: { proxies: person.proxies } };
}

function serviceAccount(person: Person, nth: number): Partial<Person> {
  const account = `svc-${['backup', 'print', 'scan', 'sql', 'web', 'build', 'relay', 'voice'][nth]!}-${person.index}`;
  return {
    container: units.services,
    cn: account,
    account,
    upn: `${account}@corp.local`,
    displayName: account,
    mail: undefined,
    proxies: [],
    employeeType: 'Service',
    manager: undefined,
  };
}

/** Three who manage each other in a ring, and one who is his own manager. */
function managerCycle(person: Person, nth: number): Partial<Person> {
  return { manager: nth === 3 ? person.index : person.index - nth + ((nth + 1) % 3) };
}

/** Without initials a name is its owner's alone only in the first period: later ones get a number. */
function specialName(person: Person, nth: number): Partial<Person> {
  const { given, index } = person;
  const family = index < PERIOD ? person.family : `${person.family} ${index}`;
  const cn = [
    `${family}, ${given}`,
    `${given}+${family}`,
    `#${given} ${family}`,
    `${given} "Ace" ${family}`,
    `${given}; ${family} = one`,
    ` ${given} ${family} \\ desk `,
  ][nth]!;
  return { cn, displayName: cn.trim() };
}

function renamed(person: Person, nth: number): Partial<Person> {
  const family = ['Lovelace, Countess', 'Nova+Quist', 'Smith-Jones', 'Ní Dhomhnaill'][nth]!;
  const display = `${person.given} ${family}`;
  const old = { displayName: person.displayName, family: person.family };
  if (nth !== 2) return { cn: display, displayName: display, family, was: old };
  const upn = `${person.account.split('.')[0]!}.smith-jones@contoso.com`;
  return {
    cn: display,
    displayName: display,
    family,
    upn,
    mail: upn,
    proxies: [`SMTP:${upn}`, `smtp:${person.mail!}`],
    was: { ...old, upn: person.upn, mail: person.mail, proxies: person.proxies },
  };
}

function emoji(person: Person): Partial<Person> {
  return { displayName: `${person.given} 🚀 ${person.family}`, title: 'Chief Morale 👩‍💻🎉' };
}

/** Active Directory keeps whatever form was typed; the tenant holds the composed one. */
function decomposed(person: Person, nth: number): Partial<Person> {
  const given = ['Zoë', 'René'][nth]!;
  const display = `${given} Lefèvre ${person.index}`;
  return {
    cn: display,
    given: given.normalize('NFD'),
    displayName: display.normalize('NFD'),
    employeeType: 'Employee',
    was: { given, displayName: display },
  };
}

function apostrophe(person: Person, nth: number): Partial<Person> {
  const [family, ascii] = [
    ["O'Brien", "o'brien"],
    ['D’Angelo', "d'angelo"],
  ][nth] as [string, string];
  const account = `${ascii}${person.index}`;
  const mail = `${account}@contoso.com`;
  const display = `Siân ${family} ${person.index}`;
  return {
    given: 'Siân',
    family,
    cn: display,
    displayName: display,
    account,
    upn: mail,
    mail,
    proxies: [`SMTP:${mail}`],
  };
}

/** How a domain controller renames the loser of two adds of one name ([MS-ADTS] 3.1.1.5.1.2). */
function replicationConflict(person: Person): Partial<Person> {
  const guid = guidText(person.guid);
  return {
    cn: `${person.cn}\nCNF:${guid}`,
    account: `$DUPLICATE-${person.index.toString(16)}`,
    upn: undefined,
    standing: 'absent',
  };
}

function syncEngineAccount(person: Person, nth: number): Partial<Person> {
  const account = `${['MSOL_', 'AAD_'][nth]!}${person.index.toString(16).padStart(12, '0')}`;
  return { cn: account, account, displayName: account, upn: `${account}@contoso.com`, mail: undefined, proxies: [] };
}

import { guidBytes } from './identifiers.ts';
import { departments, nameSets, places, professions, ranks } from './names.ts';
import type { NameSet, Place, Word } from './names.ts';
import { awkwardSlots, personCaseAt, PERIOD } from './person-cases.ts';
import { units } from './plan.ts';
import type { ForestPlan } from './plan.ts';
import { random } from './random.ts';
import type { Random } from './random.ts';

export const NORMAL_ACCOUNT = 0x200;
export const ACCOUNT_DISABLED = 0x2;

export interface Person {
  readonly index: number;
  readonly guid: Uint8Array;
  readonly container: string;
  readonly cn: string;
  readonly account: string;
  readonly control: number;
  readonly upn: string | undefined;
  readonly displayName: string | undefined;
  readonly given: string;
  readonly family: string;
  readonly mail: string | undefined;
  readonly proxies: readonly string[];
  readonly department: string;
  readonly title: string;
  readonly company: string;
  readonly place: Place;
  readonly phone: string;
  readonly mobile: string | undefined;
  readonly employeeId: string;
  readonly employeeType: string | undefined;
  /** Another person by index, or a distinguished name that is none of ours. */
  readonly manager: number | string | undefined;
  readonly critical: boolean;
  readonly awkward: string | undefined;
  /** What the tenant is said to hold; undefined: whatever scope and share give. */
  readonly standing: 'present' | 'absent' | 'mastered' | undefined;
  /** Facts that the tenant still holds as they were. */
  readonly was: Partial<Person>;
}

export function personAt(plan: ForestPlan, index: number): Person {
  const person = ordinaryPerson(plan, index);
  const found = personCaseAt(index);
  if (found === undefined) return person;
  return { ...person, awkward: found.case.name, ...found.case.alter(person, found.nth) };
}

interface Name {
  readonly given: string;
  readonly family: string;
  readonly display: string;
  readonly account: string;
}

function ordinaryPerson(plan: ForestPlan, index: number): Person {
  const source = random(plan.seed, 'person', index);
  const name = nameOf(plan.seed, index);
  const place = source.pick(places);
  const mail = `${name.account}@contoso.com`;
  const contractor = source.below(7) === 0;
  return {
    index,
    guid: guidBytes(plan.seed, 'person', index),
    container: units.staff,
    cn: name.display,
    account: name.account,
    control: NORMAL_ACCOUNT,
    upn: mail,
    displayName: name.display,
    given: name.given,
    family: name.family,
    mail,
    proxies: [`SMTP:${mail}`, `smtp:${name.account}@contoso.onmicrosoft.com`],
    department: source.pick(departments),
    title: `${source.pick(ranks)} ${source.pick(professions)}`,
    company: 'Contoso Ltd',
    place,
    phone: `${place.dial} ${digits(source, 3)} ${digits(source, 4)}`,
    mobile: source.below(3) === 0 ? undefined : `${place.dial} 9${digits(source, 7)}`,
    employeeId: String(index + 1).padStart(7, '0'),
    employeeType: contractor ? 'Contractor' : 'Employee',
    manager: managerOf(index),
    critical: false,
    awkward: undefined,
    standing: undefined,
    was: {},
  };
}

function digits(source: Random, count: number): string {
  return String(source.below(10 ** count)).padStart(count, '0');
}

const SPAN_OF_CONTROL = 8;

/** A tree: everybody's manager comes earlier, and is an ordinary person. */
function managerOf(index: number): number | undefined {
  if (index === 0) return undefined;
  const manager = Math.floor((index - 1) / SPAN_OF_CONTROL);
  return awkwardSlots.has(manager % PERIOD) ? manager - awkwardSlots.size : manager;
}

const OTHER_SCRIPT_EVERY = 12;

function nameOf(seed: number, index: number): Name {
  const foreign = index % OTHER_SCRIPT_EVERY === 7;
  const turn = Math.floor(index / OTHER_SCRIPT_EVERY);
  const sets = nameSets.others;
  const set = foreign ? sets[turn % sets.length]! : nameSets.latin;
  const ordinal = foreign ? Math.floor(turn / sets.length) : index;
  const combinations = set.given.length * set.family.length;
  const cycle = Math.floor(ordinal / combinations);
  const offset = random(seed, 'names', 0).below(combinations);
  const combination = (ordinal * 7919 + offset) % combinations;
  const given = set.given[combination % set.given.length]!;
  const family = set.family[Math.floor(combination / set.given.length)]!;
  return composed(set, given, family, cycle, index);
}

function composed(set: NameSet, given: Word, family: Word, cycle: number, index: number): Name {
  const middle = cycle === 0 ? '' : `${initials(cycle)}. `;
  const display = set.familyFirst ? `${family[0]} ${middle}${given[0]}` : `${given[0]} ${middle}${family[0]}`;
  return { given: given[0], family: family[0], display, account: accountName(given[1], family[1], cycle, index) };
}

const LONGEST_ACCOUNT = 20;

/** Unique: the pretty form holds no digit and is taken by the first of its name only. */
function accountName(given: string, family: string, cycle: number, index: number): string {
  const pretty = `${given}.${family}`;
  if (cycle === 0 && pretty.length <= LONGEST_ACCOUNT) return pretty;
  return `${given.slice(0, 1)}${family.slice(0, 9)}${index}`;
}

function initials(cycle: number): string {
  const letters = 26;
  const letter = String.fromCharCode(65 + ((cycle - 1) % letters));
  return cycle > letters ? initials(Math.floor((cycle - 1) / letters)) + letter : letter;
}

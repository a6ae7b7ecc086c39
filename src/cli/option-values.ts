import { CommanderError, InvalidArgumentError } from 'commander';
import type { KeyReference } from '../app/index.ts';
import { didYouMean } from '../kernel/text.ts';
import { hazards } from '../model/hazard.ts';
import type { Hazard } from '../model/hazard.ts';

/** A path or a name. What begins like a flag is one that lacks its own value before it. */
export function text(value: string): string {
  if (value === '') throw new InvalidArgumentError('It may not be empty.');
  if (value.startsWith('-')) throw new InvalidArgumentError(`It looks like a flag; write ./${value} if it is a file.`);
  return value;
}

/** Where the key of pseudonyms is: never the key itself, which other users of the machine would see. */
export function keyReference(value: string): KeyReference {
  if (value === 'random' || /^env:[A-Za-z_][A-Za-z0-9_]*$/.test(value) || /^file:./.test(value)) {
    return value as KeyReference;
  }
  // An InvalidArgumentError would repeat what was typed, and that may be the key.
  throw new CommanderError(1, 'lockstep.key', 'A key is named by reference: env:NAME, file:PATH or random.');
}

/** A path that is added to those given before. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, text(value)];
}

/** A name of an object: may begin with anything, but not be empty. */
export function name(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It may not be empty.');
  return value;
}

export function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return number;
}

/** How many of something. */
export function amount(value: string): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number === 0) throw new InvalidArgumentError('Write a whole number from 1.');
  return number;
}

export function digest(value: string): string {
  if (!/^[0-9a-f]{64}$/i.test(value)) throw new InvalidArgumentError('A digest has 64 hexadecimal digits.');
  return value.toLowerCase();
}

export function guid(value: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
    throw new InvalidArgumentError('Write a GUID such as 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10.');
  }
  return value.toLowerCase();
}

/** Where files can be looked at: nothing that a browser would run. */
export function webAddress(value: string): string {
  const address = URL.parse(value);
  const isWeb = address?.protocol === 'https:' || address?.protocol === 'http:';
  if (!isWeb || address.username !== '' || address.password !== '' || address.search !== '' || address.hash !== '') {
    throw new InvalidArgumentError('Write an address such as https://github.com/owner/name/blob/COMMIT/config/.');
  }
  if (value.length > 500) throw new InvalidArgumentError('It may have 500 characters at most.');
  return address.href;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A day (its first moment, UTC) or an instant with its offset; never a local time. */
export function instant(value: string): string {
  const time = INSTANT.test(value) ? Date.parse(value) : NaN;
  const day = Number(value.slice(8, 10));
  // Date.parse takes 31 February for 3 March.
  const exists = !Number.isNaN(time) && new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() === day;
  if (!exists) throw new InvalidArgumentError('Write a day (2026-12-24) or an instant (2026-12-24T08:00:00Z).');
  return new Date(time).toISOString();
}

/** The name of a hazard, in whatever case. */
export function hazardName(value: string): Hazard {
  const found = hazards.find((one) => one === value.toUpperCase());
  if (found !== undefined) return found;
  const near = didYouMean(value.toUpperCase(), hazards);
  throw new InvalidArgumentError(
    near === undefined ? `There is no hazard ${value}.` : `There is no hazard ${value}. (Did you mean ${near}?)`,
  );
}

/** `DISABLES_USER=12`, added to those given before. */
export function allowHazard(
  value: string,
  before: ReadonlyMap<Hazard, number> = new Map(),
): ReadonlyMap<Hazard, number> {
  const [, name = value, number = ''] = /^([^=]*)=(.*)$/.exec(value) ?? [];
  const hazard = hazardName(name);
  if (!/^\d{1,9}$/.test(number)) {
    throw new InvalidArgumentError(`Write how many are consented to, such as ${hazard}=12.`);
  }
  if (before.has(hazard)) throw new InvalidArgumentError(`${hazard} is there already.`);
  return new Map([...before, [hazard, Number(number)]]);
}

/** A hazard that is added to those given before. */
export function severalHazards(value: string, before: readonly Hazard[] = []): readonly Hazard[] {
  return [...before, hazardName(value)];
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const LONGEST_DAYS = 30;

/** `90m`, `48h` or `7d`, in milliseconds. */
export function duration(value: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(value) ?? [];
  const time = Number(number) * (UNITS.get(unit) ?? Number.NaN);
  if (!(time > 0 && time <= LONGEST_DAYS * 86_400_000)) {
    throw new InvalidArgumentError(`Write a time such as 90m, 48h or 7d, of ${LONGEST_DAYS} days at most.`);
  }
  return time;
}

import type { DesiredObject, DesiredPopulation } from '../../model/desired.ts';
import type { GivenObject } from '../../model/rule-test.ts';

/** `connector/objectGUID`. */
export function keyOfGiven({ connector, anchor }: GivenObject): string {
  return `${connector}/${anchor}`;
}

/** What the rules want of a given object, alone or joined with others. */
export function wantedOf(key: string, { desired }: DesiredPopulation): DesiredObject | undefined {
  return desired.find((one) => one.key === key || one.joinedKeys.includes(key));
}

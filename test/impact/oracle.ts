import type { DesiredObject, DesiredPopulation, ResolvedReference } from '../../src/model/desired.ts';

/** What one configuration makes of a source object, as a text that differs where it makes something else of it. */
function textsOf({ desired, failed }: DesiredPopulation): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const object of desired) texts.set(object.key, objectText(object));
  for (const { key, message } of failed) texts.set(key, `fails: ${message}`);
  return texts;
}

function objectText(object: DesiredObject): string {
  const values = [...object.attributes]
    .filter(([name]) => name !== 'manager' && name !== 'members')
    .map(([name, { value }]) => `${name}=${value === undefined ? 'nothing' : JSON.stringify(value)}`)
    .sort();
  const members = object.members?.map(referenceText).sort();
  const manager =
    object.manager === undefined ? 'unmanaged' : object.manager === null ? 'none' : referenceText(object.manager);
  return [
    object.type,
    object.anchor,
    ...values,
    `manager=${manager}`,
    `members=${members?.join() ?? 'unmanaged'}`,
  ].join('\n');
}

function referenceText(reference: ResolvedReference): string {
  return reference.kind === 'unresolved' ? reference.dn : `${reference.kind} ${reference.key}`;
}

/** Keys of the objects of which the two make something else. */
export function touched(base: DesiredPopulation, head: DesiredPopulation): ReadonlySet<string> {
  const [before, after] = [textsOf(base), textsOf(head)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return new Set([...keys].filter((key) => before.get(key) !== after.get(key)));
}

/** Keys that the one wants and the other does not want, and that fail under neither. */
export function gone(from: DesiredPopulation, to: DesiredPopulation): ReadonlySet<string> {
  const left = new Set([...to.desired, ...to.failed].map(({ key }) => key));
  return new Set(from.desired.map(({ key }) => key).filter((key) => !left.has(key)));
}

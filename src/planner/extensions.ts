import { definitionId, definitionOf, extensionState, isExtensionName } from '../model/directory-extension.ts';
import type { DirectoryExtension, ExtensionState } from '../model/directory-extension.ts';
import { OWNER_MARK_NAME } from '../model/mark.ts';
import type { AttributeChange, DefineExtension, UpdateObject } from '../model/plan.ts';
import type { TenantFacts, TenantObject, TenantType } from '../model/tenant.ts';

/** The definition of the owner mark: it comes before the first mark. */
export function defineMark({ markDefined, markApplicationId }: TenantFacts): readonly DefineExtension[] {
  if (markDefined || markApplicationId === undefined) return [];
  return [
    {
      kind: 'defineExtension',
      id: definitionId(OWNER_MARK_NAME),
      after: [],
      name: OWNER_MARK_NAME,
      targets: ['user', 'group'],
      applicationId: markApplicationId,
      dataType: 'String',
      multiValued: false,
    },
  ];
}

/** The definitions of declared extensions that the tenant does not have. None is ever deleted. */
export function defineDeclared(
  declared: readonly DirectoryExtension[],
  facts: TenantFacts,
): readonly DefineExtension[] {
  return declared.flatMap((extension) => {
    const states = extension.on.map((type) => extensionState(extension, type, facts));
    const missing = states.find((one) => one.kind === 'missing');
    return missing === undefined ? [] : [definitionOf(extension, missing.applicationId)];
  });
}

/** How a directory extension stands for a type of object; undefined for every other attribute. */
export type Definitions = (type: TenantType, attribute: string) => ExtensionState | undefined;

export function definitionsOf(declared: readonly DirectoryExtension[], facts: TenantFacts): Definitions {
  const states = new Map(
    declared.flatMap((one) => one.on.map((type) => [`${type} ${one.name}`, extensionState(one, type, facts)])),
  );
  return (type, attribute) => (states.size === 0 ? undefined : states.get(`${type} ${attribute}`));
}

/**
 * An object takes so many values of directory extensions, over all applications, the owner mark among them
 * (learn.microsoft.com: "extensionProperty resource type").
 */
const MOST_VALUES = 100;

/** Why an object would not take the extensions that it is to get besides those that it holds; undefined when it would. */
export function tooManyValues(
  object: TenantObject | undefined,
  changes: readonly AttributeChange[],
): string | undefined {
  const names = new Set([...(object?.attributes.keys() ?? [])].filter(isExtensionName));
  for (const { attribute, after } of changes) {
    if (!isExtensionName(attribute)) continue;
    if (after === null) names.delete(attribute);
    else names.add(attribute);
  }
  const count = names.size + 1;
  return count > MOST_VALUES
    ? `the object would hold values of ${count} directory extensions, ${MOST_VALUES} is the most`
    : undefined;
}

/**
 * An update, in two where some of its attributes wait for their definition: the rest, a disable among it, does not
 * wait for what an administrator may refuse.
 */
export function updatesOf(whole: UpdateObject, definitions: Definitions): readonly UpdateObject[] {
  const { type } = whole.object;
  const waits = whole.changes.filter(({ attribute }) => definitions(type, attribute)?.kind === 'missing');
  if (waits.length === 0) return [whole];
  const after = waits.map(({ attribute }) => definitionId(attribute));
  if (waits.length === whole.changes.length && whole.newMark === undefined) {
    return [{ ...whole, after: [...whole.after, ...after] }];
  }
  return [
    { ...whole, changes: whole.changes.filter((change) => !waits.includes(change)) },
    { ...whole, id: `${whole.id}:extensions`, after: [...whole.after, whole.id, ...after], changes: waits },
  ];
}

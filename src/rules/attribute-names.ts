import type { SourceRange } from '../kernel/position.ts';
import { didYouMean, foldCase } from '../kernel/text.ts';
import { isExtensionName, shortExtensionName } from '../model/directory-extension.ts';
import type { AttributeSchema, Schema } from '../model/schema.ts';
import type { Report } from './problems.ts';

/** The attributes of one object type, for looking up what rules name. */
export interface AttributeNames {
  /** For people: `user in corp`, `person in the metaverse`. */
  readonly owner: string;
  readonly find: (name: string) => AttributeSchema | undefined;
  readonly names: readonly string[];
}

export function attributesOfType(schema: Schema, type: string, owner: string): AttributeNames | undefined {
  const attributes = schema.get(type)?.attributes;
  if (attributes === undefined) return undefined;
  return { owner, find: (name) => attributes.get(name), names: [...attributes.keys()] };
}

/** The schema of an attribute that a rule names; an unknown one is reported. */
export function findAttribute(
  attributes: AttributeNames,
  name: string,
  range: SourceRange,
  report: Report,
): AttributeSchema | undefined {
  const schema = attributes.find(name);
  if (schema !== undefined) return schema;
  const near = extensionLike(name, attributes.names) ?? didYouMean(name, attributes.names);
  const help = keywordHelp(name) ?? (near === undefined ? undeclaredHelp(name) : `Did you mean ${near}?`);
  report('CFG036', range, `There is no attribute ${name} of ${attributes.owner}.`, help);
  return undefined;
}

/** The declared directory extension that somebody means who writes its short name, or another application's id. */
function extensionLike(name: string, names: readonly string[]): string | undefined {
  const short = foldCase(shortExtensionName(name.replace(/^extension_(?![0-9a-f]{32}_)/i, '')));
  const same = names.filter((one) => isExtensionName(one) && foldCase(shortExtensionName(one)) === short);
  return same.length === 1 ? same[0] : undefined;
}

function undeclaredHelp(name: string): string | undefined {
  return isExtensionName(name) ? 'Declare it under directoryExtensions in the Topology.' : undefined;
}

const KEYWORD = /^(?:NULL|AuthoritativeNull|IgnoreThisFlow)$/i;

/** Words that have a meaning in expressions and none elsewhere. */
export function isKeyword(text: string): boolean {
  return KEYWORD.test(text.trim());
}

function keywordHelp(name: string): string | undefined {
  if (isKeyword(name)) return `Write it as an expression: '=${name}'.`;
  return /[[\](&"]/.test(name) ? `An expression begins with =, as in '=${name.replaceAll("'", "''")}'.` : undefined;
}

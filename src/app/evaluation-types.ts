import { diagnostic, DiagnosticError } from '../kernel/diagnostic.ts';
import { didYouMean } from '../kernel/text.ts';
import type { ObjectSchema, Schema } from '../model/schema.ts';

/** Before the name of a type of the metaverse; needed only where the directory has a type of that name, too. */
const PREFIX = 'metaverse/';

/** An object type that expressions may be tried on. */
export interface EvaluationType {
  /** As it is shown: of the metaverse with its prefix. */
  readonly name: string;
  /** Its name in the metaverse; undefined when it is one of the directory. */
  readonly ofMetaverse?: string;
  readonly schema: ObjectSchema;
}

export interface EvaluationTypes {
  /** Every name that is understood, each type once. */
  readonly names: readonly string[];
  get(name: string): EvaluationType | undefined;
  /** Fails with CLI008. */
  find(name: string): EvaluationType;
}

/** Inbound rules read types of the directory, outbound rules those of the metaverse. */
export function evaluationTypes(directory: Schema, metaverse: Schema): EvaluationTypes {
  const names = [
    ...directory.keys(),
    ...[...metaverse.keys()].map((name) => (directory.has(name) ? PREFIX + name : name)),
  ];
  const get = (name: string): EvaluationType | undefined => {
    const own = directory.get(name);
    if (own !== undefined) return { name, schema: own };
    const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
    const schema = metaverse.get(bare);
    return schema === undefined ? undefined : { name: PREFIX + bare, ofMetaverse: bare, schema };
  };
  return { names, get, find: (name) => get(name) ?? unknown(name, names) };
}

function unknown(name: string, names: readonly string[]): never {
  const near = didYouMean(name, names);
  const help = near === undefined ? `Known types: ${names.join(', ')}.` : `Did you mean ${near}?`;
  throw new DiagnosticError([diagnostic('CLI008', { detail: `There is no object type “${name}”.`, help })]);
}

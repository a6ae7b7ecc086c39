import { compareText } from '../../kernel/text.ts';
import type { ExtensionType } from '../../model/directory-extension.ts';
import type { Syntax } from '../../model/schema.ts';
import type { ExportedRule } from '../server-export.ts';
import { metaverseAttribute } from './context.ts';
import type { Context } from './context.ts';
import type { Plain } from './plain.ts';
import type { RuleDraft } from './rule.ts';
import { standingOf } from './standard-table.ts';

/** A directory extension that converted rules write or read. */
export interface UsedExtension {
  /** appId with dashes. */
  readonly applicationId: string;
  readonly name: string;
  readonly type: ExtensionType;
  readonly multiValued: boolean;
  readonly on: readonly string[];
}

const NAME = /^extension_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([A-Za-z_]\w{0,99})$/i;

/** What Entra Connect defines for what a directory holds (learn.microsoft.com: "Directory extensions" of Connect Sync). */
const TYPES: Readonly<Record<Syntax, ExtensionType>> = {
  string: 'String',
  integer: 'Integer',
  boolean: 'Boolean',
  binary: 'Binary',
  time: 'DateTime',
  reference: 'String',
};

/** The rules that the wizard makes for directory extensions: they are marked as standard ones, and no two are alike. */
export function isExtensionRule({ tag, flows }: ExportedRule): boolean {
  return standingOf(tag ?? '') === undefined && flows.length > 0 && flows.every(({ target }) => NAME.test(target));
}

/**
 * The extensions of the tenant that rules name. Application and name stay as Connect wrote them, so that its values are
 * found again.
 */
export function usedExtensions(drafts: readonly RuleDraft[], context: Context): readonly UsedExtension[] {
  const used = new Map<string, UsedExtension>();
  for (const draft of drafts) {
    for (const { name, type, kind } of extensionsOf(draft, context)) {
      const [, a = '', b = '', c = '', d = '', e = '', short = ''] = NAME.exec(name) ?? [];
      if (short === '') continue;
      const on = new Set([...(used.get(name)?.on ?? []), type]);
      used.set(name, {
        applicationId: [a, b, c, d, e].join('-').toLowerCase(),
        name: short,
        ...kind,
        on: ['user', 'group'].filter((one) => on.has(one)),
      });
    }
  }
  return [...used].sort(([a], [b]) => compareText(a, b)).map(([, one]) => one);
}

/** The part of the Topology that declares them; undefined for none. */
export function declarationOf(extensions: readonly UsedExtension[]): Plain | undefined {
  const applications = Map.groupBy(extensions, ({ applicationId }) => applicationId);
  if (applications.size === 0) return undefined;
  return [...applications].map(([applicationId, own]) => ({
    applicationId,
    extensions: own.map(({ name, type, multiValued, on }) => ({
      name,
      ...(type === 'String' ? {} : { type }),
      ...(multiValued ? { multiValued } : {}),
      on,
    })),
  }));
}

interface Named {
  readonly name: string;
  /** Of the object in the tenant. */
  readonly type: string;
  readonly kind: Pick<UsedExtension, 'type' | 'multiValued'>;
}

function extensionsOf({ spec, origin }: RuleDraft, context: Context): readonly Named[] {
  const [from, to, flows] = [recordOf(spec['from']), recordOf(spec['to']), recordOf(spec['flows'])];
  const outbound = to['connector'] === 'entra';
  const type = outbound ? to['type'] : from['type'];
  if (typeof type !== 'string' || (!outbound && from['connector'] !== 'entra')) return [];
  const names = outbound ? Object.keys(flows) : (JSON.stringify(spec).match(/extension_[0-9a-f]{32}_\w+/g) ?? []);
  return names.filter((name) => NAME.test(name)).map((name) => ({ name, type, kind: kindOf(name, origin, context) }));
}

/** As the metaverse of the server holds what flows: what an expression gives is taken for one text. */
function kindOf(name: string, rule: ExportedRule, context: Context): Named['kind'] {
  const key = name.toLowerCase();
  const outbound = rule.direction === 'outbound';
  const attribute = rule.flows.flatMap(({ target, from }) => {
    if (from.kind !== 'direct') return [];
    const [there, here] = outbound ? [target, from.attribute.text] : [from.attribute.text, target];
    return there.toLowerCase() === key ? [here] : [];
  })[0];
  const type = outbound ? rule.sourceType : rule.targetType;
  const found = attribute === undefined ? undefined : metaverseAttribute(type, attribute, context);
  return { type: TYPES[found?.syntax ?? 'string'], multiValued: found?.multiValued ?? false };
}

function recordOf(value: Plain | undefined): Readonly<Record<string, Plain>> {
  return typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, Plain>>) : {};
}

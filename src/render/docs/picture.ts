import type { DocumentedRule, Documentation } from '../../model/documentation.ts';
import { connectorViews } from './topology-words.ts';

/** What is connected with what, for a drawing: sources, metaverse and tenant from left to right. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Box {
  readonly column: 'source' | 'metaverse' | 'tenant';
  readonly title: string;
  /** A second line. */
  readonly note: string;
}

/** Between boxes, by their place in the list. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly rules: number;
}

export function pictureOf({ settings, rules }: Pick<Documentation, 'settings' | 'rules'>): Picture {
  const ends = rules.flatMap(endsOf);
  const types = new Set(ends.map(({ metaverse }) => metaverse));
  const tenant = new Map(ends.filter(({ side }) => side === 'tenant').map((end) => [end.outside, end]));
  const boxes: readonly (Box & { readonly key: string })[] = [
    ...connectorViews(settings)
      .filter(({ name }) => name !== TENANT)
      .map(({ name, type }) => ({ key: `outside ${name}`, column: 'source' as const, title: name, note: type })),
    ...[...types].map((type) => ({
      key: `metaverse ${type}`,
      column: 'metaverse' as const,
      title: type === '*' ? 'any type' : type,
      note: 'metaverse',
    })),
    ...[...tenant].map(([key, { type }]) => ({ key, column: 'tenant' as const, title: type, note: TENANT })),
  ];
  const places = new Map(boxes.map(({ key }, place) => [key, place]));
  const arrows = new Map<string, Arrow>();
  for (const { outside, metaverse, inbound } of ends) {
    const [left, right] = [places.get(outside), places.get(`metaverse ${metaverse}`)];
    if (left === undefined || right === undefined) continue;
    const [from, to] = inbound ? [left, right] : [right, left];
    const key = `${from} ${to}`;
    arrows.set(key, { from, to, rules: (arrows.get(key)?.rules ?? 0) + 1 });
  }
  return { boxes: boxes.map(({ column, title, note }) => ({ column, title, note })), arrows: [...arrows.values()] };
}

/** As rules call the tenant. */
const TENANT = 'entra';

interface End {
  /** Key of the box outside the metaverse. */
  readonly outside: string;
  readonly side: 'source' | 'tenant';
  /** Type in the tenant. */
  readonly type: string;
  readonly metaverse: string;
  readonly inbound: boolean;
}

function endsOf({ rule, sourceTypes }: DocumentedRule): readonly End[] {
  const inbound = rule.direction === 'inbound';
  const types = inbound ? sourceTypes : [rule.targetType];
  const metaverse = inbound ? rule.targetType : rule.sourceType;
  return rule.connectors.flatMap((connector): readonly End[] =>
    connector === TENANT
      ? types.map((type) => ({ outside: `tenant ${type}`, side: 'tenant', type, metaverse, inbound }))
      : [{ outside: `outside ${connector}`, side: 'source', type: '', metaverse, inbound }],
  );
}

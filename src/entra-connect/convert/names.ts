import type { ServerExport } from '../server-export.ts';

const LONGEST = 48;

/** Lower-case letters, digits and hyphens. */
export function slugOf(text: string, otherwise: string): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/g, '');
  return slug === '' ? otherwise : slug;
}

/** The name, or the name with the first number behind it that makes it new; it is taken from then on. */
export function newName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  taken.add(free);
  return free;
}

/** Connectors of directories by id, named for files and rules. */
export function connectorNames({ connectors }: ServerExport): ReadonlyMap<string, string> {
  // The tenant has this name in every workspace.
  const taken = new Set(['entra']);
  return new Map(
    connectors
      .filter(({ kind }) => kind === 'activeDirectory')
      .map(({ id, name }) => [id, newName(slugOf(name, 'directory'), taken)] as const),
  );
}

/** Rules by id, each with a name that no other has; those of one name are told apart by their connector. */
export function ruleNames({ rules, connectors }: ServerExport): ReadonlyMap<string, string> {
  const connectorOf = new Map(connectors.map(({ id, name }) => [id, name]));
  const slugs = rules.map(({ name }) => slugOf(name, 'rule'));
  const taken = new Set<string>();
  return new Map(
    rules.map(({ id, connector }, index) => {
      const slug = slugs[index] ?? 'rule';
      const shared = slugs.filter((one) => one === slug).length > 1;
      const qualified = shared ? slugOf(`${connectorOf.get(connector) ?? ''}-${slug}`, slug) : slug;
      return [id, newName(qualified, taken)] as const;
    }),
  );
}

/** What a text of a plan or report is: of a person, of nobody, or a word that means something to the program. */
export type Standing = 'personal' | 'public' | 'word';

export interface Planted<Whole> {
  readonly whole: Whole;
  readonly personal: readonly string[];
  readonly public: readonly string[];
}

/** Puts a text of its own into every field that is no word. A field of no known standing fails the test. */
export function planted<Whole>(whole: Whole, standings: Readonly<Record<string, Standing>>): Planted<Whole> {
  const found: { personal: string[]; public: string[] } = { personal: [], public: [] };
  let count = 0;
  const plant = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => plant(one, path));
    if (typeof value === 'object' && value !== null) {
      const who = 'type' in value && 'key' in value && value.type === 'group' ? `${path}(group)` : path;
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plant(one, join(who, key))]));
    }
    if (typeof value !== 'string') return value;
    const standing = standings[path];
    if (standing === undefined) throw new Error(`${path} has no standing: is it of a person?`);
    if (standing === 'word') return value;
    const canary = `canary${String((count += 1)).padStart(5, '0')}bird`;
    found[standing].push(canary);
    return canary;
  };
  return { whole: plant(whole, '') as Whole, ...found };
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

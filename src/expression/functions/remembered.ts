const CAPACITY = 64;

/**
 * Keeps what a text was compiled to: patterns are constants of rules, used for every object. When a rule makes
 * ever new ones, all are forgotten.
 */
export function remembered<T>(compile: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const compiled = compile(text);
    if (kept.size >= CAPACITY) kept.clear();
    kept.set(text, compiled);
    return compiled;
  };
}

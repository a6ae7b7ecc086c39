import { faults } from './faults.ts';
import type { Route } from './graph-call.ts';
import type { Segment } from './http/path.ts';

interface Compiled {
  readonly route: Route;
  readonly parts: readonly Part[];
}

type Part =
  | { readonly is: 'name'; readonly text: string }
  | { readonly is: 'key'; readonly name: string; readonly alternate: string | undefined };

/** A route that fits a path, with the keys from it. */
export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a method and path. */
export type Router = (method: string, path: readonly Segment[]) => Match;

/** Compiles a table of routes. */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map((route): Compiled => ({ route, parts: partsOf(route.pattern) }));
  return (method, path) => {
    const fitting = compiled.flatMap(({ route, parts }) => {
      const parameters = fit(parts, path);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
    const match = fitting.find(({ route }) => route.method === method);
    if (match !== undefined) return match;
    if (fitting.length > 0) throw faults.methodNotAllowed();
    throw faults.unknownSegment(firstUnknown(compiled, path));
  };
}

function partsOf(pattern: string): readonly Part[] {
  return pattern
    .split('/')
    .filter((part) => part !== '')
    .map((part): Part => {
      const key = /^\{([A-Za-z]+)(=?)\}$/.exec(part);
      if (key === null) return { is: 'name', text: part.toLowerCase() };
      const name = key[1] ?? '';
      return { is: 'key', name, alternate: key[2] === '=' ? name.toLowerCase() : undefined };
    });
}

function fit(parts: readonly Part[], path: readonly Segment[]): Readonly<Record<string, string>> | undefined {
  if (parts.length !== path.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = path[index];
    if (segment === undefined || !fits(part, segment)) return undefined;
    if (part.is === 'key') parameters[part.name] = segment.text;
  }
  return parameters;
}

function fits(part: Part, segment: Segment): boolean {
  if (part.is === 'name') return segment.alternate === undefined && segment.text.toLowerCase() === part.text;
  return segment.alternate?.toLowerCase() === part.alternate && !segment.text.startsWith('$');
}

/** The segment to name in the refusal: the first one up to which no route agrees. */
function firstUnknown(compiled: readonly Compiled[], path: readonly Segment[]): string {
  for (let length = 1; length <= path.length; length += 1) {
    const known = compiled.some(({ parts }) => fit(parts.slice(0, length), path.slice(0, length)) !== undefined);
    if (!known) return path[length - 1]?.text ?? '';
  }
  return path.at(-1)?.text ?? '';
}

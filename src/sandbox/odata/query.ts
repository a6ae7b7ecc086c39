import { faults } from '../faults.ts';

/** The query options of a request, as far as the sandbox knows them. */
export interface Query {
  readonly select: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly expand: string | undefined;
  readonly top: number | undefined;
  readonly skipToken: string | undefined;
  /** `$count=true` and `ConsistencyLevel: eventual`: what advanced queries need. */
  readonly advanced: boolean;
  /** The query text without the page token, as it was sent: nextLinks repeat it. */
  readonly text: string;
}

const known = [
  'select',
  'filter',
  'expand',
  'top',
  'skiptoken',
  'count',
  'search',
  'orderby',
  'skip',
  'format',
] as const;
type Option = (typeof known)[number];

/** Reads the text after the question mark. Options may stand without their dollar sign. */
export function parseQuery(search: string, eventual: boolean): Query {
  const parts = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '');
  const options = new Map<Option, string>();
  for (const part of parts) {
    const [name, value] = decodePart(part);
    const option = optionOf(name);
    if (option === undefined) continue;
    if (options.has(option)) throw faults.badQuery(`Query option '$${option}' was specified more than once.`);
    options.set(option, value);
  }
  refuseUnsupported(options, eventual);
  return {
    select: list(options.get('select')),
    filter: options.get('filter'),
    expand: options.get('expand'),
    top: pageSize(options.get('top')),
    skipToken: options.get('skiptoken'),
    advanced: eventual && options.get('count')?.toLowerCase() === 'true',
    text: parts.filter((part) => optionOf(decodePart(part)[0]) !== 'skiptoken').join('&'),
  };
}

/** A plus sign is a space in a query: an anchor in Base64 has to be encoded by the client. */
function decodePart(part: string): readonly [name: string, value: string] {
  const cut = part.indexOf('=');
  const raw = cut < 0 ? [part, ''] : [part.slice(0, cut), part.slice(cut + 1)];
  try {
    const [name = '', value = ''] = raw.map((piece) => decodeURIComponent(piece.replaceAll('+', ' ')));
    return [name, value];
  } catch {
    throw faults.badQuery('The request URI is not valid: a percent sign is not followed by two hexadecimal digits.');
  }
}

function optionOf(name: string): Option | undefined {
  const bare = name.replace(/^\$/, '').toLowerCase();
  const option = known.find((candidate) => candidate === bare);
  if (option === undefined && name.startsWith('$')) {
    throw faults.badQuery(`The query parameter '${name}' is not supported.`);
  }
  return option;
}

function refuseUnsupported(options: ReadonlyMap<Option, string>, eventual: boolean): void {
  if (options.has('skip')) throw faults.badRequest("'$skip' is not supported by the service.");
  if (options.has('search') && !eventual) {
    throw faults.unsupportedQuery(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  // Graph has both; the sandbox says openly that it does not.
  if (options.has('search') || options.has('orderby')) throw faults.notImplemented();
}

function list(value: string | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw faults.badQuery('Parsing OData Select and Expand failed: Term is empty.');
  return names;
}

function pageSize(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[0-9]{1,9}$/.test(value)) throw faults.badQuery(`Invalid value '${value}' for $top query option found.`);
  const size = Number(value);
  if (size < 1 || size > 999) throw faults.pageSize(value);
  return size;
}

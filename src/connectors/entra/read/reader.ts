import type { ConnectorContext } from '../../../model/source.ts';
import type { GraphClient, JsonObject } from '../client.ts';
import { GraphError, notUnderstood, readFailure } from '../errors.ts';
import type { Reading } from '../errors.ts';

/** What the parts of a read share. */
export interface Reader {
  readonly graph: GraphClient;
  readonly graphOrigin: string;
  readonly context: ConnectorContext;
}

/** An object of a collection: it has an id, or it would not have come this far. */
export interface Item extends JsonObject {
  readonly id: string;
}

/** One answer; a failure becomes a diagnostic that names what was read and the permission it takes. */
export async function readOne(reader: Reader, path: string, reading: Reading): Promise<JsonObject> {
  try {
    return await reader.graph.get(path, reader.context.signal);
  } catch (error) {
    if (error instanceof GraphError && error.code !== 'Interrupted') throw readFailure(error, reading);
    throw error;
  }
}

/**
 * Every object of a collection, page by page. A page that is not whole, an object without id, a link to another
 * place and pages that go in circles are diagnostics: none of them may look like a smaller population.
 */
export async function readPages(
  reader: Reader,
  path: string,
  reading: Reading,
  take: (item: Item) => void,
): Promise<void> {
  const followed = new Set<string>();
  for (let next: string | undefined = path; next !== undefined;) {
    const page: JsonObject = await readOne(reader, next, reading);
    for (const item of itemsOf(page, reading)) take(item);
    next = nextLink(reader, page, reading, followed);
  }
}

/** A collection that is small enough to be held as a list. */
export async function readAll(reader: Reader, path: string, reading: Reading): Promise<readonly Item[]> {
  const items: Item[] = [];
  await readPages(reader, path, reading, (item) => {
    items.push(item);
  });
  return items;
}

function itemsOf(page: JsonObject, reading: Reading): readonly Item[] {
  const values = page['value'];
  if (!Array.isArray(values)) throw notUnderstood(reading.what, 'a page holds no list of objects');
  for (const value of values as readonly unknown[]) {
    if (!isItem(value)) throw notUnderstood(reading.what, 'a page holds an object without id');
  }
  return values as readonly Item[];
}

function isItem(value: unknown): value is Item {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && value.id !== ''
  );
}

function nextLink(reader: Reader, page: JsonObject, reading: Reading, followed: Set<string>): string | undefined {
  const link = page['@odata.nextLink'];
  if (link === undefined || link === null) return undefined;
  if (typeof link !== 'string' || !URL.canParse(link))
    throw notUnderstood(reading.what, 'the link to the next page is no URL');
  const { origin } = new URL(link);
  if (origin !== reader.graphOrigin) throw notUnderstood(reading.what, `the next page is said to be at ${origin}`);
  if (followed.has(link)) throw notUnderstood(reading.what, 'the pages go in circles');
  followed.add(link);
  return link;
}

/**
 * Runs `work` for every item, `width` at a time. The first failure ends it: requests under way are interrupted and
 * no further one is begun.
 */
export async function inParallel<Work>(
  reader: Reader,
  width: number,
  items: readonly Work[],
  work: (item: Work, reader: Reader) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const context = { ...reader.context, signal: AbortSignal.any([reader.context.signal, failed.signal]) };
  let index = 0;
  let failure: Error | undefined;
  async function lane(): Promise<void> {
    for (let item = items[index++]; item !== undefined && failure === undefined; item = items[index++]) {
      try {
        await work(item, { ...reader, context });
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error('a lane failed', { cause: error });
        failed.abort();
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  if (failure !== undefined) throw failure;
}

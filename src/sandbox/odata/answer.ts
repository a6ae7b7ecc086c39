import { faults } from '../faults.ts';
import type { Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import type { JsonObject } from '../json.ts';
import type { Kind } from '../schema/property.ts';
import { schemas } from '../schema/registry.ts';
import type { Collection } from '../store/collection.ts';
import type { Entity } from '../store/entity.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { compileFilter, type Predicate } from './filter.ts';
import { pageToken, resumeAfter, takePage, type Positioned } from './paging.ts';
import { mixedProjection, projection, type Projection } from './select.ts';

const defaultPageSize = 100;

/** A list to answer: where its rows come from, after a position, and how one is written. */
export interface Listing {
  readonly context: string;
  readonly project: Projection;
  readonly keep: Predicate;
  readonly rows: (after: number) => Iterable<Positioned>;
  readonly largestPage?: number;
}

/** Answers a page of a list, with the count when an advanced query asks for it. */
export function listAnswer(call: Call, tenant: Tenant, listing: Listing): Answer {
  const { query } = call;
  const fingerprint = `${call.path}?${query.text}`;
  const after = resumeAfter(query.skipToken, fingerprint);
  const size = Math.min(query.top ?? defaultPageSize, listing.largestPage ?? 999);
  const page = takePage(kept(listing, after), size);
  const counted = query.advanced && query.skipToken === undefined;
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(tenant, listing.context, query.select),
      ...(counted ? { '@odata.count': countOf(kept(listing, 0)) } : {}),
      ...(page.next === undefined ? {} : { '@odata.nextLink': nextLink(call, tenant, fingerprint, page.next) }),
      value: page.rows.map(listing.project),
    },
  };
}

/** Answers the objects of one type, filtered and paged. */
export function collectionAnswer(
  call: Call,
  tenant: Tenant,
  collection: Collection,
  kind: Kind,
  listing: {
    readonly context: string;
    readonly largestPage?: number;
    readonly project?: Projection;
    readonly keep?: Predicate;
  },
): Answer {
  const schema = schemas[kind];
  const { filter, select, advanced, expand } = call.query;
  if (expand !== undefined && listing.project === undefined)
    throw faults.unsupportedQuery('The $expand of this resource is not supported.');
  const matches = filter === undefined ? undefined : compileFilter(filter, tenant.store, schema, advanced);
  const { keep } = listing;
  return listAnswer(call, tenant, {
    ...listing,
    project: listing.project ?? projection(tenant.store, schema, select),
    keep: (entity) => (keep === undefined || keep(entity)) && (matches === undefined || matches(entity)),
    rows: (after) => positioned(collection, after),
  });
}

/** Answers directory objects of several types, such as the members of a group. */
export function mixedAnswer(call: Call, tenant: Tenant, listing: Pick<Listing, 'context' | 'rows'>): Answer {
  // Assumption: the casts and filters on members that Graph offers as advanced queries are left out.
  if (call.query.filter !== undefined) throw faults.unsupportedQuery('The $filter of this resource is not supported.');
  return listAnswer(call, tenant, {
    ...listing,
    project: mixedProjection(tenant.store, call.query.select),
    keep: () => true,
  });
}

/** Answers one object. */
export function objectAnswer(
  call: Call,
  tenant: Tenant,
  entity: Entity,
  context: string,
  more: {
    readonly status?: number;
    readonly extra?: JsonObject;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Answer {
  const { select } = call.query;
  const project = projection(tenant.store, schemas[entity.kind], select);
  return {
    status: more.status ?? 200,
    ...(more.headers === undefined ? {} : { headers: more.headers }),
    body: { '@odata.context': contextUrl(tenant, context, select, '/$entity'), ...project(entity), ...more.extra },
  };
}

/** Answers `/$count`: a number in plain text, for advanced queries only. */
export function countAnswer(call: Call, tenant: Tenant, collection: Collection, kind: Kind): Answer {
  if (call.header('consistencylevel')?.toLowerCase() !== 'eventual') {
    throw faults.badRequest('$count is not currently supported.');
  }
  const { filter } = call.query;
  const matches = filter === undefined ? () => true : compileFilter(filter, tenant.store, schemas[kind], true);
  let count = 0;
  for (const entity of collection.from(0)) if (matches(entity)) count += 1;
  return { status: 200, text: String(count) };
}

/** The metadata link of an answer. */
export function contextUrl(tenant: Tenant, context: string, select?: readonly string[], suffix = ''): string {
  const columns = select === undefined ? '' : `(${select.join(',')})`;
  return `${tenant.origin}/v1.0/$metadata#${context}${columns}${suffix}`;
}

function* positioned(collection: Collection, after: number): Generator<Positioned, void, undefined> {
  for (const entity of collection.from(after)) yield [entity, entity.sequence];
}

function* kept(listing: Listing, after: number): Generator<Positioned, void, undefined> {
  for (const row of listing.rows(after)) if (listing.keep(row[0])) yield row;
}

function countOf(rows: IteratorObject<Positioned>): number {
  return rows.reduce((count: number) => count + 1, 0);
}

function nextLink(call: Call, tenant: Tenant, fingerprint: string, after: number): string {
  const query = [call.query.text, `$skiptoken=${pageToken(fingerprint, after)}`].filter((part) => part !== '');
  return `${tenant.origin}${call.path}?${query.join('&')}`;
}

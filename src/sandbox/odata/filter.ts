import { faults } from '../faults.ts';
import { isList, isObject, type Json } from '../json.ts';
import type { PropertyType, Schema } from '../schema/property.ts';
import type { Entity } from '../store/entity.ts';
import type { Store } from '../store/store.ts';
import { isExtensionName } from '../tenant/extensions.ts';
import { parseFilter, type Filter, type Literal } from './filter-syntax.ts';
import { selectable, type Reader } from './view.ts';

/** Decides whether an object is in the answer. */
export type Predicate = (entity: Entity) => boolean;

interface Scope {
  readonly store: Store;
  readonly schema: Schema;
  readonly advanced: boolean;
  readonly negated: boolean;
}

type Test = (value: Json | undefined) => boolean;
const columns = ['eq', 'ne', 'not', 'ge', 'le', 'in', 'startsWith', 'null'] as const;
type Column = (typeof columns)[number] | 'endsWith';

/** https://learn.microsoft.com/graph/aad-advanced-queries: the only properties with endsWith. */
const withEndsWith = new Set(['mail', 'otherMails', 'userPrincipalName', 'proxyAddresses']);
/** Directory extensions: equality and prefixes by default, negation as an advanced query. */
const extensionSupport = 'DAADDDDA';
/** Compared with regard to case: the anchor is Base64. */
const caseSensitive = new Set(['onPremisesImmutableId']);

/** Compiles a filter text for objects of one type; refuses what the type does not support. */
export function compileFilter(text: string, store: Store, schema: Schema, advanced: boolean): Predicate {
  return compile(parseFilter(text), { store, schema, advanced, negated: false });
}

function compile(filter: Filter, scope: Scope): Predicate {
  switch (filter.is) {
    case 'and': {
      const parts = filter.of.map((part) => compile(part, scope));
      return (entity) => parts.every((part) => part(entity));
    }
    case 'or': {
      const parts = filter.of.map((part) => compile(part, scope));
      return (entity) => parts.some((part) => part(entity));
    }
    case 'not': {
      const inner = compile(filter.of, { ...scope, negated: true });
      return (entity) => !inner(entity);
    }
    case 'any': {
      const { read, type } = reach(filter.path, filter.path, [columnOf(filter.of)], scope);
      if (type !== 'strings' && type !== 'complexes') throw unsupported(filter.path, scope);
      const test = compileInner(filter.of, filter.variable, scope);
      return (entity) => {
        const value = read(entity);
        return isList(value) && value.some(test);
      };
    }
    case 'compare':
    case 'in':
    case 'call':
      return compileLeaf(filter, scope);
  }
}

type Leaf = Extract<Filter, { is: 'compare' | 'in' | 'call' }>;

function compileLeaf(leaf: Leaf, scope: Scope): Predicate {
  if (leaf.path.at(-1)?.toLowerCase() === '$count') return compileCount(leaf, scope);
  const columnsUsed =
    leaf.is === 'compare' && leaf.value.is === 'null' ? [columnOf(leaf), 'null' as const] : [columnOf(leaf)];
  const { read, type, name } = reach(leaf.path, leaf.path.slice(0, 1), columnsUsed, scope);
  if (type === 'strings' || type === 'complexes' || type === 'complex') throw unsupported(leaf.path, scope);
  const test = testOf(leaf, type, caseSensitive.has(name), scope);
  return (entity) => test(read(entity));
}

/** `collection/$count eq 0` and `ne 0`, always advanced. */
function compileCount(leaf: Leaf, scope: Scope): Predicate {
  const path = leaf.path.slice(0, -1);
  if (leaf.is !== 'compare' || leaf.value.is !== 'number' || leaf.value.value !== 0) throw unsupported(path, scope);
  if (leaf.operator !== 'eq' && leaf.operator !== 'ne') throw unsupported(path, scope);
  const { read, type } = reach(path, path, ['eq'], scope);
  if (type !== 'strings' && type !== 'complexes') throw unsupported(path, scope);
  if (!scope.advanced) throw unsupported(path, scope);
  const wantEmpty = leaf.operator === 'eq';
  return (entity) => {
    const value = read(entity);
    return (isList(value) && value.length > 0) !== wantEmpty;
  };
}

function columnOf(filter: Filter): Column {
  switch (filter.is) {
    case 'compare':
      return filter.operator === 'gt' ? 'ge' : filter.operator === 'lt' ? 'le' : filter.operator;
    case 'in':
      return 'in';
    case 'call':
      return filter.name === 'endswith' ? 'endsWith' : 'startsWith';
    case 'not':
      return 'not';
    case 'and':
    case 'or':
    case 'any':
      return 'eq';
  }
}

interface Reached {
  readonly name: string;
  readonly type: PropertyType;
  readonly read: Reader;
}

function reach(path: readonly string[], head: readonly string[], used: readonly Column[], scope: Scope): Reached {
  const [first = '', second, ...more] = path;
  const property = head.length === 1 && more.length === 0 ? selectable(scope.store, scope.schema, first) : undefined;
  if (property === undefined) {
    if (isExtensionName(first)) throw faults.unknownProperty(first);
    throw faults.badQuery(`Could not find a property named '${first}' on type 'microsoft.graph.${scope.schema.kind}'.`);
  }
  const support = property.row === undefined ? extensionSupport : (property.row.filter ?? '');
  const needed: readonly Column[] = scope.negated ? [...used, 'not'] : used;
  for (const column of needed) requireSupport(property.name, support, column, scope);
  const type = property.row?.type ?? 'string';
  if (second === undefined) return { name: property.name, type, read: property.read };
  if (type !== 'complex') throw unsupported(path, scope);
  return {
    name: property.name,
    type: 'string',
    read: (entity) => {
      const value = property.read(entity);
      return isObject(value) ? memberOf(value, second) : null;
    },
  };
}

function memberOf(value: Readonly<Record<string, Json>>, name: string): Json {
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (value[key] ?? null);
}

function requireSupport(name: string, support: string, column: Column, scope: Scope): void {
  const ruling = column === 'endsWith' ? (withEndsWith.has(name) ? 'A' : '-') : support.charAt(columns.indexOf(column));
  if (ruling === 'D' || (ruling === 'A' && scope.advanced)) return;
  throw faults.unsupportedFilter(name, scope.schema.resource);
}

function unsupported(path: readonly string[], scope: Scope): Error {
  return faults.unsupportedFilter(path.join('/'), scope.schema.resource);
}

/** The condition inside `any(x: …)`, on one element of the collection. */
function compileInner(filter: Filter, variable: string, scope: Scope): Test {
  switch (filter.is) {
    case 'and': {
      const parts = filter.of.map((part) => compileInner(part, variable, scope));
      return (value) => parts.every((part) => part(value));
    }
    case 'or': {
      const parts = filter.of.map((part) => compileInner(part, variable, scope));
      return (value) => parts.some((part) => part(value));
    }
    case 'compare':
    case 'in':
    case 'call': {
      const [head = '', ...rest] = filter.path;
      if (head !== variable || rest.length > 1) throw unsupported(filter.path, scope);
      const test = testOf(filter, 'string', false, scope);
      const [name] = rest;
      if (name === undefined) return test;
      return (value) => isObject(value) && test(memberOf(value, name));
    }
    case 'not':
    case 'any':
      throw faults.unsupportedQuery('Unsupported query: the lambda expression is too complex.');
  }
}

function testOf(leaf: Leaf, type: PropertyType, exact: boolean, scope: Scope): Test {
  switch (leaf.is) {
    case 'in': {
      const tests = leaf.values.map((value) => equality(value, type, exact));
      return (value) => tests.some((test) => test(value));
    }
    case 'call': {
      if (leaf.value.is !== 'string' || type !== 'string') throw unsupported(leaf.path, scope);
      const wanted = leaf.value.value.toLowerCase();
      if (leaf.name === 'startswith')
        return (value) => typeof value === 'string' && value.toLowerCase().startsWith(wanted);
      if (leaf.name === 'endswith') return (value) => typeof value === 'string' && value.toLowerCase().endsWith(wanted);
      throw faults.unsupportedQuery(`The function '${leaf.name}' is not supported.`);
    }
    case 'compare':
      return comparison(leaf.operator, leaf.value, type, exact, leaf.path, scope);
  }
}

function comparison(
  operator: Extract<Filter, { is: 'compare' }>['operator'],
  literal: Literal,
  type: PropertyType,
  exact: boolean,
  path: readonly string[],
  scope: Scope,
): Test {
  const equal = equality(literal, type, exact);
  switch (operator) {
    case 'eq':
      return equal;
    case 'ne':
      return (value) => !equal(value);
    case 'gt':
    case 'lt':
      throw unsupported(path, scope);
    case 'ge':
    case 'le': {
      if (literal.is === 'null' || literal.is === 'boolean') throw unsupported(path, scope);
      const bound =
        type === 'dateTime' || typeof literal.value !== 'string' ? literal.value : literal.value.toLowerCase();
      return (value) => {
        const own = comparable(value, type);
        return own !== undefined && (operator === 'ge' ? own >= bound : own <= bound);
      };
    }
  }
}

function comparable(value: Json | undefined, type: PropertyType): number | string | undefined {
  if (type === 'dateTime') return typeof value === 'string' ? Date.parse(value) : undefined;
  if (typeof value === 'string') return value.toLowerCase();
  return typeof value === 'number' ? value : undefined;
}

const literalTypes: Readonly<Record<PropertyType, readonly Literal['is'][]>> = {
  string: ['string', 'guid', 'null'],
  strings: ['string', 'guid', 'null'],
  complexes: ['string', 'guid', 'null'],
  complex: ['null'],
  boolean: ['boolean', 'null'],
  integer: ['number', 'null'],
  dateTime: ['dateTime', 'null'],
};

function equality(literal: Literal, type: PropertyType, exact: boolean): Test {
  if (!literalTypes[type].includes(literal.is)) {
    throw faults.badQuery(
      'A binary operator with incompatible types was detected. The literal does not have the type of the property.',
    );
  }
  switch (literal.is) {
    case 'null':
      return (value) => value === null || value === undefined;
    case 'string':
    case 'guid': {
      if (exact) return (value) => value === literal.value;
      const wanted = literal.value.toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
    }
    case 'dateTime':
      return (value) => typeof value === 'string' && Date.parse(value) === literal.value;
    case 'number':
    case 'boolean':
      return (value) => value === literal.value;
  }
}

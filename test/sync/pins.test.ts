import { describe, expect, it } from 'vitest';
import { dnKey } from '../../src/model/dn.ts';
import type { Pin } from '../../src/model/pin.ts';
import type { RuleSet, ScopingFilter } from '../../src/model/rule-set.ts';
import type { ImportedSource } from '../../src/model/space.ts';
import { emptyIncluded } from '../../src/guard/inclusions.ts';
import { strayedPins } from '../../src/guard/pins.ts';
import { emptyInclusions } from '../../src/sync/empty-inclusions.ts';
import type { PlanGuardInput } from '../../src/guard/input.ts';
import { connectorSpace } from '../../src/space/index.ts';
import { followFilter, followPins, groupFinder } from '../../src/sync/pins.ts';

const source = { source: { path: 'f.yaml', text: '' }, start: 0, end: 0 };
const guid = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const pin = (dn: string, digit: string, of: Pin['of'] = 'container', connector = 'corp'): Pin => ({
  connector,
  of,
  dn,
  key: dnKey(dn),
  anchor: guid(digit),
  source,
});

function filterOf(include: readonly string[], exclude: readonly string[] = []): ScopingFilter {
  const container = (included: boolean) => (dn: string) => ({ dn, key: dnKey(dn), include: included, source });
  return {
    name: 'f',
    connectors: ['corp'],
    containers: [...include.map(container(true)), ...exclude.map(container(false))],
    objects: new Map(),
    source,
  };
}

/** A directory that holds these objects: DN to a digit of the objectGUID. */
function directory(objects: Readonly<Record<string, string>>, type = 'organizationalUnit'): ImportedSource {
  const space = connectorSpace('corp');
  for (const [dn, digit] of Object.entries(objects))
    space.put({ type, anchor: guid(digit), dn, attributes: new Map() });
  return {
    space,
    summary: {
      origin: 'x',
      partitions: ['DC=corp'],
      readAt: 0,
      parameters: new Map(),
      partitionParameters: new Map(),
      diagnostics: [],
    },
  };
}

const keysOf = (filter: ScopingFilter): readonly string[] => filter.containers.map(({ key }) => key);

describe('a filter follows its pins', () => {
  const filter = filterOf(['OU=A,DC=corp'], ['OU=T,OU=A,DC=corp']);
  const pins = [pin('OU=A,DC=corp', '1')];

  it.each([
    ['nothing moved', { 'OU=A,DC=corp': '1' }, ['ou=a,dc=corp', 'ou=t,ou=a,dc=corp']],
    [
      'renamed: what lies below and is not pinned goes along',
      { 'OU=B,DC=corp': '1' },
      ['ou=b,dc=corp', 'ou=t,ou=b,dc=corp'],
    ],
    ['moved', { 'OU=A,OU=X,DC=corp': '1' }, ['ou=a,ou=x,dc=corp', 'ou=t,ou=a,ou=x,dc=corp']],
    ['gone, and another one has its name', { 'OU=A,DC=corp': '2' }, ['ou=a,dc=corp', 'ou=t,ou=a,dc=corp']],
  ])('%s', (_name, objects: Readonly<Record<string, string>>, keys) => {
    expect(keysOf(followFilter(filter, pins, directory(objects)))).toEqual(keys);
  });

  it('a container below with a pin of its own goes its own way', () => {
    const both = [...pins, pin('OU=T,OU=A,DC=corp', '2')];
    const moved = directory({ 'OU=B,DC=corp': '1', 'OU=T,DC=corp': '2' });
    for (const order of [both, both.toReversed()]) {
      expect(keysOf(followFilter(filter, order, moved))).toEqual(['ou=b,dc=corp', 'ou=t,dc=corp']);
    }
  });

  it('the pin of a group moves no container', () => {
    const group = [pin('OU=A,DC=corp', '1', 'group')];
    expect(followFilter(filter, group, directory({ 'OU=B,DC=corp': '1' }))).toBe(filter);
  });

  it('pins of other connectors mean nothing here', () => {
    const foreign = [pin('OU=A,DC=corp', '1', 'container', 'lab')];
    expect(followFilter(filter, foreign, directory({ 'OU=B,DC=corp': '1' }))).toBe(filter);
  });
});

describe('a group', () => {
  const dn = 'CN=G,DC=corp';
  it('is found by its pin, and never by a name that another one took', () => {
    const find = (objects: Readonly<Record<string, string>>): string | undefined =>
      groupFinder([pin(dn, '1', 'group')], directory(objects, 'group'))(dn)?.object.dn;
    expect(find({ 'CN=H,DC=corp': '1', 'CN=G,DC=corp': '2' })).toBe('CN=H,DC=corp');
    expect(find({ 'CN=G,DC=corp': '2' })).toBeUndefined();
  });

  it('is not found by the pin of a container', () => {
    const find = groupFinder([pin(dn, '2', 'container')], directory({ [dn]: '1', 'CN=H,DC=corp': '2' }, 'group'));
    expect(find(dn)?.object.dn).toBe(dn);
  });

  it('without a pin is found by its name', () => {
    expect(groupFinder([], directory({ [dn]: '1' }, 'group'))('cn=g, dc=corp')?.object.dn).toBe(dn);
  });
});

describe('what the guard says of pins', () => {
  const rules = (filters: readonly ScopingFilter[], pins: readonly Pin[]) => ({ filters, pins }) as RuleSet;
  const found = (ruleSet: RuleSet, objects: Readonly<Record<string, string>>) => {
    const pins = followPins(ruleSet, [directory(objects)]);
    return strayedPins({ pins } as PlanGuardInput).map(({ code, blocks }) => `${code} ${String(blocks)}`);
  };
  const included = rules([filterOf(['OU=A,DC=corp'])], [pin('OU=A,DC=corp', '1')]);
  const excluded = rules([filterOf([], ['OU=A,DC=corp'])], [pin('OU=A,DC=corp', '1')]);
  const unused = rules([filterOf(['OU=B,DC=corp'])], [pin('OU=A,DC=corp', '1')]);
  const group = rules([], [pin('CN=G,DC=corp', '1', 'group')]);
  const elsewhere = rules([{ ...filterOf(['OU=A,DC=corp']), connectors: ['lab'] }], [pin('OU=A,DC=corp', '1')]);

  it.each([
    ['in its place', included, { 'ou=a,dc=corp': '1' }, []],
    ['included and moved', included, { 'OU=B,DC=corp': '1' }, ['SAFE020 false']],
    ['included and gone', included, { 'OU=A,DC=corp': '2' }, ['SAFE021 true']],
    ['excluded and gone', excluded, {}, ['SAFE022 false']],
    ['a group that is gone', group, {}, ['SAFE022 false']],
    ['a pin that no filter uses', unused, {}, []],
    // Forests that were built alike have the same names.
    ['a pin whose name only the filter of another connector lists', elsewhere, {}, []],
  ])('%s', (_name, ruleSet, objects: Readonly<Record<string, string>>, codes) => {
    expect(found(ruleSet, objects)).toEqual(codes);
  });
});

describe('what the guard says of containers without a pin', () => {
  it.each([
    ['somebody in it', filterOf(['OU=A,DC=corp']), [], { 'CN=x,ou=a,dc=corp': '1' }, 0],
    ['nobody in it: a name misspelt', filterOf(['OU=Aa,DC=corp']), [], { 'CN=x,OU=A,DC=corp': '1' }, 1],
    ['nobody in one of two', filterOf(['OU=A,DC=corp', 'OU=B,DC=corp']), [], { 'CN=x,OU=A,DC=corp': '1' }, 1],
    ['the container alone', filterOf(['OU=A,DC=corp']), [], { 'OU=A,DC=corp': '1' }, 0],
    ['excluded and empty', filterOf([], ['OU=A,DC=corp']), [], { 'CN=x,OU=B,DC=corp': '1' }, 0],
    ['pinned: its pin tells', filterOf(['OU=A,DC=corp']), [pin('OU=A,DC=corp', '9')], {}, 0],
  ])('%s', (_name, filter, pins, objects: Readonly<Record<string, string>>, count) => {
    const found = emptyInclusions({ filters: [filter], pins } as unknown as RuleSet, [directory(objects)]);
    const findings = emptyIncluded({ emptyInclusions: found } as unknown as PlanGuardInput);
    expect(findings.map(({ code, blocks }) => [code, blocks])).toEqual(
      Array.from({ length: count }, () => ['SAFE023', false]),
    );
  });
});

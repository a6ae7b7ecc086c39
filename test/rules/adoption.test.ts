import { describe, expect, it } from 'vitest';
import { compiled, load, placed, topology } from './workspace.ts';

const ADA = 'corp/7c9e6679-7425-40de-944b-e07fc1f90ae7';
const BOB = 'corp/16fd2706-8baf-433b-82eb-8c7fada847da';

function adoption(...pairs: readonly string[]): string {
  const list = pairs.map((pair) => `    - { ${pair} }`).join('\n');
  return `apiVersion: lockstep/v1alpha1\nkind: Adoption\nmetadata: { name: first }\nspec:\n  pairs:\n${list}\n`;
}

const codesOf = async (...pairs: readonly string[]) => {
  const { diagnostics } = await load({ 'lockstep.yaml': topology, 'adoptions.yaml': adoption(...pairs) });
  return diagnostics.map((one) => placed(one));
};

describe('the pairs of a workspace', () => {
  it('are read from every document, each with its place', async () => {
    const { adoptions } = await compiled({
      'a.yaml': adoption(
        `object: ${BOB.toUpperCase().replace('CORP', 'corp')}, adopt: AAAA-1, consent: Global Administrator`,
      ),
      'b.yaml': adoption(`object: ${ADA}, reanchor: id-2, from: "a+/=", to: "b==", was: ${BOB.replace('corp', 'lab')}`),
    });
    expect(adoptions.map(({ source, ...pair }) => ({ ...pair, at: source.source.path }))).toEqual([
      { kind: 'adopt', object: BOB, id: 'aaaa-1', consent: 'Global Administrator', at: 'a.yaml' },
      {
        kind: 'reanchor',
        object: ADA,
        id: 'id-2',
        from: 'a+/=',
        to: 'b==',
        was: BOB.replace('corp', 'lab'),
        at: 'b.yaml',
      },
    ]);
  });

  it('are part of the digest, comments are not', async () => {
    const digest = async (text: string) => (await compiled({ 'a.yaml': text })).digest;
    const one = await digest(adoption(`object: ${ADA}, adopt: id-1`));
    expect(await digest(`# said\n${adoption(`object: ${ADA}, adopt: id-1`)}`)).toBe(one);
    expect(await digest(adoption(`object: ${ADA}, adopt: id-2`))).not.toBe(one);
  });

  it('may be none', async () => {
    const none = adoption().replace('pairs:\n\n', 'pairs: []\n');
    expect((await compiled({ 'a.yaml': none })).adoptions).toEqual([]);
  });
});

describe('two pairs', () => {
  it.each([
    ['of one source object', `object: ${ADA}, adopt: id-1`, `object: ${ADA}, adopt: id-2`],
    [
      'of one object of the tenant',
      `object: ${ADA}, adopt: id-1`,
      `object: ${BOB}, restore: ID-1, deletedAt: 2026-11-12T06:00:00Z`,
    ],
    ['that say yes and no', `object: ${ADA}, adopt: id-1`, `object: ${ADA}, distinct: id-1`],
  ])('%s contradict each other', async (_name, first, second) => {
    expect(await codesOf(first, second)).toEqual(['CFG080 adoptions.yaml:7:9']);
  });

  it('may keep several apart', async () => {
    expect(
      await codesOf(
        `object: ${ADA}, distinct: id-1`,
        `object: ${ADA}, distinct: id-2`,
        `object: ${BOB}, distinct: id-1`,
      ),
    ).toEqual([]);
  });
});

describe('a pair', () => {
  it('names a connector of the topology', async () => {
    expect(await codesOf(`object: ${ADA.replace('corp', 'crop')}, adopt: id-1`)).toEqual(['CFG081 adoptions.yaml:6:9']);
  });

  it.each([
    ['without a deed', `object: ${ADA}`],
    ['with two deeds', `object: ${ADA}, adopt: id-1, restore: id-2, deletedAt: 2026-11-12T06:00:00Z`],
    ['that restores without a time', `object: ${ADA}, restore: id-1`],
    ['that restores from a time that is none', `object: ${ADA}, restore: id-1, deletedAt: yesterday`],
    ['that adopts with a time', `object: ${ADA}, adopt: id-1, deletedAt: 2026-11-12T06:00:00Z`],
    ['of an object without a GUID', 'object: corp/ada, adopt: id-1'],
    ['of an id that is none', `object: ${ADA}, adopt: "../users"`],
    ['that re-anchors without both anchors', `object: ${ADA}, reanchor: id-1, from: a`],
    ['that adopts with anchors', `object: ${ADA}, adopt: id-1, from: a, to: b`],
    ['with a key that is none', `object: ${ADA}, adopt: id-1, force: true`],
  ])('%s has not the shape of one', async (_name, pair) => {
    const [first] = await codesOf(pair);
    expect(first).toMatch(/^CFG02\d adoptions\.yaml:6/);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adoptionYaml, fitting } from '../../src/app/adoption-file.ts';
import type { ProposedPair } from '../../src/app/adoption-file.ts';
import { load, topology } from '../rules/workspace.ts';

const GUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    'x\n    - { object: corp/7c9e6679-7425-40de-944b-e07fc1f90ae8, adopt: evil }',
    'x\r- a',
    'x\u2028- a',
    'x\u0085- a',
    '"}, {',
    '# x',
    'true',
    '\u{e0001}',
  ),
);

function proposal(parts: { name: string; from: string; doubt?: string; consent?: string }): ProposedPair {
  const { name, from, doubt, consent } = parts;
  return {
    object: `corp/${GUID}`,
    from,
    candidate: { id: 'id-1', name, evidence: ['mail'], by: 'adopt', ...(consent === undefined ? {} : { consent }) },
    ...(doubt === undefined ? {} : { doubt }),
  };
}

test('whatever names say, the list holds the pairs that are proposed, and no other', async () => {
  const anything = fc.record({ name: hostile, from: hostile, consent: hostile.filter((text) => text.length <= 512) });
  await fc.assert(
    fc.asyncProperty(anything, hostile, async (parts, doubt) => {
      const { adoptions, diagnostics } = await pairsIn(adoptionYaml('adoptions', [proposal(parts)]));
      expect(diagnostics).toEqual([]);
      expect(adoptions).toEqual([{ kind: 'adopt', object: `corp/${GUID}`, id: 'id-1', consent: parts.consent }]);
      const open = await pairsIn(adoptionYaml('adoptions', [proposal({ ...parts, doubt })]));
      expect(open).toEqual({ adoptions: [], diagnostics: [] });
    }),
    { numRuns: 60 },
  );
});

async function pairsIn(yaml: string) {
  const { ruleSet, diagnostics } = await load({ 'lockstep.yaml': topology, 'adoptions.yaml': yaml });
  const adoptions = ruleSet?.adoptions.map(({ kind, object, id, consent }) => ({ kind, object, id, consent })) ?? [];
  return { adoptions, diagnostics: diagnostics.map((one) => `${one.code} ${one.detail}`) };
}

test('no list is longer than a workspace reads', () => {
  const many = Array.from({ length: 5000 }, () => proposal({ name: 'n'.repeat(100), from: 'f'.repeat(200) }));
  const fit = fitting(many, 900_000);
  expect(fit.length).toBeLessThan(many.length);
  const size = Buffer.byteLength(adoptionYaml('adoptions', fit));
  expect(size).toBeGreaterThan(800_000);
  expect(size).toBeLessThan(900_000);
});

import { readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText } from '../../../src/kernel/text.ts';
import type { SourceObject } from '../../../src/model/source.ts';
import type { TenantPopulation } from '../../../src/model/tenant.ts';
import { isBytes, isMultiple } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';
import { contextOf, READ_AT } from '../../conformance/source.ts';
import { temporaryFolder } from '../../support/run/folder.ts';
import { fileIn, inspect, openSource, openTenant, tenantRequest, writeSource, writeTenant } from './files.ts';
import { populations, request, sourceObjects } from './populations.ts';

/** A value as a text that tells its type; several values in one order. */
function told(value: Value): string {
  if (isMultiple(value)) return `[${value.map(toldOne).sort(compareText).join()}]`;
  return toldOne(value);
}

function toldOne(value: Scalar): string {
  if (isBytes(value)) return `bytes ${Buffer.from(value).toString('hex')}`;
  return `${typeof value} ${typeof value === 'object' ? value.dn : String(value)}`;
}

function tellAll(objects: Iterable<SourceObject>): readonly unknown[] {
  return [...objects]
    .map(({ attributes, ...rest }) => ({
      ...rest,
      attributes: [...attributes].map(([name, value]) => [name, told(value)]).sort(),
    }))
    .sort((a, b) => compareText(a.anchor, b.anchor));
}

async function readBack(folder: string): Promise<readonly SourceObject[]> {
  const objects: SourceObject[] = [];
  const source = await openSource(fileIn(folder));
  await source.import(
    request,
    { put: (one) => objects.push(one), remove: () => undefined, restart: () => undefined },
    contextOf(),
  );
  return objects;
}

describe('a source', () => {
  test('comes back as it was written', async () => {
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(sourceObjects, async (objects) => {
        await writeSource(fileIn(folder), objects);
        expect(tellAll(await readBack(folder))).toEqual(tellAll(objects));
      }),
      { numRuns: 150 },
    );
  });

  test('says what it is', async () => {
    const file = fileIn(temporaryFolder());
    const written = await writeSource(file, []);
    expect(await inspect(file)).toEqual(written);
    const source = await openSource(file);
    expect([source.name, source.kind]).toEqual(['corp', 'ldif']);
    const summary = await source.import(
      request,
      { put: () => undefined, remove: () => undefined, restart: () => undefined },
      contextOf(),
    );
    expect(summary).toEqual({
      origin: 'snapshot corp.snapshot (corp.ldif)',
      partitions: ['DC=corp'],
      readAt: READ_AT,
      parameters: new Map([['Domain.FQDN', 'corp']]),
      partitionParameters: new Map(),
      diagnostics: [],
    });
  });

  test('keeps the parameters of several domains, as version 2; one domain stays version 1', async () => {
    const file = fileIn(temporaryFolder());
    const domains = new Map([
      ['DC=corp', new Map([['Domain.FQDN', 'corp']])],
      ['DC=a\\,b,DC=corp', new Map([['Domain.FQDN', 'a,b.corp']])],
    ]);
    const { head } = await writeSource(file, [], request, READ_AT, domains);
    expect(head.version).toBe(2);
    const { partitionParameters } = await (
      await openSource(file)
    ).import(request, { put: () => undefined, remove: () => undefined, restart: () => undefined }, contextOf());
    expect(new Map([...partitionParameters].sort())).toEqual(new Map([...domains].sort()));
    expect((await writeSource(file, [])).head).not.toHaveProperty('partitionParameters');
    expect((await inspect(file)).head.version).toBe(1);
  });

  test('gives the same bytes in whatever order it was read', async () => {
    const [one, other] = [fileIn(temporaryFolder()), fileIn(temporaryFolder())];
    await fc.assert(
      fc.asyncProperty(sourceObjects, async (objects) => {
        await writeSource(one, objects);
        await writeSource(other, objects.toReversed().map(turned));
        expect(readFileSync(other.path).equals(readFileSync(one.path))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('is readable by its owner alone, and replaces what was there', async () => {
    const file = fileIn(temporaryFolder());
    await writeSource(file, []);
    const first = await inspect(file);
    await writeSource(file, [], request, READ_AT + 1);
    expect((await inspect(file)).digest).not.toBe(first.digest);
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
  });
});

/** Attributes and values the other way round. */
function turned(object: SourceObject): SourceObject {
  const attributes = [...object.attributes].reverse();
  return {
    ...object,
    attributes: new Map(
      attributes.map(([name, value]): [string, Value] => [name, isMultiple(value) ? value.toReversed() : value]),
    ),
  };
}

describe('a tenant', () => {
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => compareText(a.id, b.id);
  const inOrder = ({ facts, objects, members }: TenantPopulation) => ({
    facts: {
      ...facts,
      deleted: facts.deleted.toSorted(byId),
      domains: facts.domains.toSorted((a, b) => compareText(a.name, b.name)),
    },
    objects: objects.toSorted(byId),
    members: new Map([...members].map(([id, ids]) => [id, ids.toSorted(compareText)])),
  });

  test('comes back as it was written', async () => {
    const file = fileIn(temporaryFolder());
    await fc.assert(
      fc.asyncProperty(populations, async (population) => {
        await writeTenant(file, population);
        const read = await (await openTenant(file)).read(tenantRequest, () => true, contextOf());
        expect(inOrder(read)).toEqual(inOrder(population));
      }),
      { numRuns: 150 },
    );
  });

  test('gives the same bytes in whatever order it was read', async () => {
    const [one, other] = [fileIn(temporaryFolder()), fileIn(temporaryFolder())];
    await fc.assert(
      fc.asyncProperty(populations, async ({ facts, objects, members }) => {
        await writeTenant(one, { facts, objects, members });
        await writeTenant(other, {
          facts: { ...facts, deleted: facts.deleted.toReversed(), domains: facts.domains.toReversed() },
          objects: objects.toReversed(),
          members: new Map([...members].reverse().map(([id, ids]) => [id, ids.toReversed()])),
        });
        expect(readFileSync(other.path).equals(readFileSync(one.path))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('gives only what is asked for, as a live read does', async () => {
    const file = fileIn(temporaryFolder());
    const [population] = fc.sample(populations, { numRuns: 1, seed: 4 });
    await writeTenant(file, population!);
    const less = { attributes: { user: ['mail'], group: [] }, managers: false };
    const { objects } = await (await openTenant(file)).read(less, () => false, contextOf());
    expect(objects.length).toBe(population!.objects.length);
    for (const { attributes, manager, type } of objects) {
      expect(manager).toBeUndefined();
      expect([...attributes.keys()].every((name) => type === 'user' && name === 'mail')).toBe(true);
    }
  });
});

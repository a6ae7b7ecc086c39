import { describe, expect, test } from 'vitest';
import { everySourceAttribute } from '../../src/app/snapshot-requests.ts';
import { directorySchema } from '../../src/connectors/directory-schema.ts';
import { silent } from '../../src/kernel/ports.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { fastClock } from '../support/run/clock.ts';
import { connectorOver } from '../connectors/ldif/fixture.ts';
import { compiled, load, marked, placed, rule, topology } from './workspace.ts';

const declared = (types: string): string =>
  `apiVersion: lockstep/v1alpha1\nkind: DirectorySchema\nmetadata: { name: corp }\nspec: { types: ${types} }\n`;
const BADGE = declared(
  '{ user: { attributes: { badge: { syntax: integer }, phones: { syntax: string, multiValued: true } } } }',
);
const READS = rule(
  'badges',
  `
from: { connectors: [corp], type: user }
to: { metaverse: person }
precedence: 40
link: join
scope: { all: [{ badge: { greaterThan: 5 } }] }
flows: { employeeID: '=CStr([badge])', otherMobile: phones }
`,
);

test('rules, filters and expressions read what is declared, with its syntax', async () => {
  const { rules } = await compiled({ 'schema.yaml': BADGE, 'rules.yaml': READS });
  expect(rules[0]?.scope[0]?.[0]).toMatchObject({ attribute: 'badge', comparands: [5] });
  const { requests } = await load({ 'lockstep.yaml': topology, 'schema.yaml': BADGE, 'rules.yaml': READS });
  const request = requests.get('corp')!;
  expect(request.attributes.get('user')).toEqual(expect.arrayContaining(['badge', 'phones']));
  expect(request.declared?.get('user')?.attributes.get('phones')).toMatchObject({
    syntax: 'string',
    multiValued: true,
  });
  const wide = everySourceAttribute(directorySchema, request);
  expect(wide.attributes.get('user')).toEqual(expect.arrayContaining(['badge', 'phones', 'title']));
  expect(wide.declared).toBe(request.declared);
});

test('nothing is declared where no document says so', async () => {
  const { requests, diagnostics } = await load({ 'lockstep.yaml': topology, 'rules.yaml': READS });
  expect(diagnostics.map(({ code }) => code)).toContain('CFG036');
  expect(requests.get('corp')?.declared).toBeUndefined();
});

describe('a directory that is read', () => {
  async function read(badge: string) {
    const { requests } = await load({ 'lockstep.yaml': topology, 'schema.yaml': BADGE, 'rules.yaml': READS });
    const entry = `dn: CN=a,DC=corp\nobjectClass: user\nobjectGUID:: DUPu/b1A3lfqwYbNl5ADPQ==\n`;
    const connector = connectorOver(`version: 1\n\n${entry}BADGE: ${badge}\nphones: 1\nphones: 2\n\n`);
    const objects: SourceObject[] = [];
    const sink = {
      put: (one: SourceObject) => void objects.push(one),
      remove: () => undefined,
      restart: () => undefined,
    };
    const context = { signal: new AbortController().signal, clock: fastClock(1), progress: silent };
    await connector.import(requests.get('corp')!, sink, context);
    return objects[0]?.attributes;
  }

  test('gives the values, in the syntax that is declared', async () => {
    const attributes = await read('7');
    expect(attributes?.get('badge')).toBe(7);
    expect(attributes?.get('phones')).toEqual(['1', '2']);
  });

  test('is refused where a value is of another syntax', async () => {
    await expect(read('x')).rejects.toThrow('SRC027');
  });
});

describe('a document that cannot be', () => {
  test.each<[string, string, string]>([
    ['names a type that no directory has', 'CFG035', '{ ¦usr: { attributes: { a: { syntax: string } } } }'],
    ['names a usual attribute', 'CFG031', '{ user: { attributes: { ¦TITLE: { syntax: string } } } }'],
    [
      'names one twice in another case',
      'CFG031',
      '{ user: { attributes: { badge: { syntax: string }, ¦Badge: { syntax: string } } } }',
    ],
    ['gives no such syntax', 'CFG026', '{ user: { attributes: { a: { syntax: ¦text } } } }'],
  ])('%s', async (_what, code, types) => {
    const { text, places } = marked(declared(types));
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'schema.yaml': text });
    expect(diagnostics.map(placed)).toContain(`${code} schema.yaml:${places[0]!}`);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { repository } from './workspace.ts';

type Part = Readonly<Record<string, unknown>>;

const folder = join(repository, 'schemas');
const kinds = [
  'topology',
  'scoping-filter',
  'sync-rule',
  'metaverse',
  'directory-schema',
  'policy',
  'adoption',
  'approval',
  'pins',
  'rule-test',
].map((kind) => `${kind}.schema.json`);
const names = ['common.schema.json', ...kinds, 'workspace.schema.json'];
const files = new Map<string, Part>();
for (const name of names) files.set(name, JSON.parse(await readFile(join(folder, name), 'utf8')) as Part);

/** The part that a $ref means. */
function resolve(file: string, reference: string): Part {
  const [name, pointer = ''] = reference.split('#');
  const start = files.get(name === '' || name === undefined ? file : name) ?? {};
  return pointer
    .split('/')
    .slice(1)
    .reduce<Part>((part, key) => (part[key] ?? {}) as Part, start);
}

function describedOf(file: string, part: Part): boolean {
  if (typeof part['description'] === 'string') return true;
  const reference = part['$ref'];
  return typeof reference === 'string' && typeof resolve(file, reference)['description'] === 'string';
}

/** Every key that a schema names, with its part. */
function* keysOf(part: unknown, path: string): Generator<readonly [string, Part]> {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'if' || key === 'then' || key === 'else') continue;
    if (key === 'properties') {
      for (const [name, below] of Object.entries(value as Part)) yield [`${path}/${name}`, below as Part];
    }
    yield* keysOf(value, key === 'properties' ? path : `${path}/${key}`);
  }
}

describe.each([...files])('%s', (file, schema) => {
  it('has a relative $id, which is its name', () => {
    expect(schema['$id']).toBe(file);
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('describes every key', () => {
    const silent = [...keysOf(schema, '')].filter(([, part]) => !describedOf(file, part)).map(([path]) => path);
    expect(silent).toEqual([]);
  });
});

describe('the umbrella schema', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  for (const [, schema] of files) ajv.addSchema(schema);
  const validate = ajv.getSchema('workspace.schema.json')!;

  it('names all kinds', () => {
    const named = (files.get('workspace.schema.json')?.['oneOf'] as Part[]).map((part) => part['$ref']);
    expect(named).toEqual(kinds);
  });

  it.each(['config/example', 'config/packs/default', 'config/init/workspace'])('takes all of %s', async (path) => {
    const entries = await readdir(join(repository, path), { recursive: true });
    for (const entry of entries.filter((name) => name.endsWith('.yaml'))) {
      for (const document of parseAllDocuments(await readFile(join(repository, path, entry), 'utf8'))) {
        expect(validate(document.toJS()), `${entry} ${JSON.stringify(validate.errors)}`).toBe(true);
      }
    }
  });

  it('refuses what is none', () => {
    expect(validate({ apiVersion: 'lockstep/v1alpha1', kind: 'Nothing', metadata: { name: 'x' }, spec: {} })).toBe(
      false,
    );
  });
});

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as useCases from '../../src/app/index.ts';
import { run } from '../../src/cli/run.ts';
import type { SourceSnapshotHead } from '../../src/model/snapshot.ts';
import { hazards } from '../../src/model/hazard.ts';
import { planLinePieces, renderPlanJson, renderSnapshotJson } from '../../src/render/index.ts';
import { exportOf, folderOf } from '../entra-connect/export.ts';
import { sourceSnapshot } from '../render/snapshots.ts';
import { plan as anyPlan } from '../support/run/plans.ts';
import { scene } from '../support/run/scene.ts';
import { edit } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';
import { Collector } from './machine.ts';

type Part = Readonly<Record<string, unknown>>;

const folder = join(import.meta.dirname, '../../schemas');
const OUTPUTS = [
  'adoption-proposals',
  'approval-view',
  'apply-event',
  'assess',
  'diagnostics',
  'documentation',
  'drift',
  'evaluation',
  'explanation',
  'history',
  'impact',
  'lock',
  'migration',
  'parity',
  'plan-lines',
  'plan-view',
  'resolution',
  'rule-report',
  'rule-test-report',
  'run',
  'snapshot-view',
  'validation',
];
const files = new Map(
  [...OUTPUTS, 'output-parts', 'coverage-parts'].map((name) => {
    const file = `${name}.schema.json`;
    return [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Part];
  }),
);
const ajv = new Ajv2020({ discriminator: true, strict: true, strictRequired: false, allowUnionTypes: true });
for (const schema of files.values()) ajv.addSchema(schema);

function refusalOf(name: string, document: unknown): string {
  const validate = ajv.getSchema(`${name}.schema.json`)!;
  return validate(document) ? '' : JSON.stringify(validate.errors?.[0]);
}

interface Ran {
  readonly code: number;
  readonly documents: readonly Part[];
}

/** The command line in this process, with a real workspace and a real tenant. */
async function lockstep(directory: string, ...args: readonly string[]): Promise<Ran> {
  const { clock, isAlive } = worldIn(directory);
  const [stdout, stderr] = [new Collector(), new Collector()];
  const code = await run(args.includes('--format') ? args : [...args, '--format', 'json'], {
    stdin: Readable.from([]),
    stdout,
    stderr,
    environment: {},
    directory,
    host: 'host',
    pid: 1,
    isAlive,
    version: '0.0.0-test',
    clock,
    random: { bytes: (length) => randomBytes(length) },
    onInterrupt: () => () => undefined,
    endAtOnce: () => undefined,
    useCases: () => Promise.resolve(useCases),
  });
  const { text } = stdout;
  const pieces = args[0] === 'apply' || args.includes('jsonl') ? text.trimEnd().split('\n') : [text];
  return { code, documents: pieces.map((piece) => JSON.parse(piece) as Part) };
}

const SCHEMA_OF: Readonly<Record<string, string>> = {
  'lockstep-adoption-proposals': 'adoption-proposals',
  'lockstep-approval': 'approval-view',
  'lockstep-assessment': 'assess',
  'lockstep-diagnostics': 'diagnostics',
  'lockstep-documentation': 'documentation',
  'lockstep-drift': 'drift',
  'lockstep-evaluation': 'evaluation',
  'lockstep-explanation': 'explanation',
  'lockstep-history': 'history',
  'lockstep-impact': 'impact',
  'lockstep-lock': 'lock',
  'lockstep-migration': 'migration',
  'lockstep-parity': 'parity',
  'lockstep-plan-view': 'plan-view',
  'lockstep-resolution': 'resolution',
  'lockstep-rule-report': 'rule-report',
  'lockstep-rule-test-report': 'rule-test-report',
  'lockstep-run': 'run',
  'lockstep-snapshot-view': 'snapshot-view',
  'lockstep-validation': 'validation',
};

/** Every document that the runs gave, by the name of its schema. */
const given = new Map<string, Part[]>();

function note(documents: readonly Part[], events: boolean): void {
  for (const document of documents) {
    const name = events ? 'apply-event' : (SCHEMA_OF[String(document['format'])] ?? 'none');
    given.set(name, [...(given.get(name) ?? []), document]);
  }
}

const codes: Record<string, number> = {};

test('runs of every command that programs read', async () => {
  const { folder: directory } = await scene();
  const take = async (...args: readonly string[]) => {
    const { code, documents } = await lockstep(directory, ...args);
    codes[args.join(' ')] = code;
    note(documents, args[0] === 'apply');
  };
  await take('validate');
  await take('validate', '--filters');
  await take('docs');
  await take('resolve');
  rmSync(join(directory, 'lockstep.pins.yaml'));
  await take('plan', '--out', 'a.plan');
  await take('show', 'a.plan', '--object', 'ken.byron@contoso.com');
  await take('approve', 'a.plan', '--hazard', 'DISABLES_USER');
  const { documents: lines } = await lockstep(directory, 'show', 'a.plan', '--format', 'jsonl');
  given.set('plan-lines', [...lines]);
  for (const name of ['ken.byron@contoso.com', 'All Staff', 'CN=Ken Byron,OU=Staff,DC=corp,DC=contoso,DC=com']) {
    await take('explain', name);
  }
  await take('explain', 'nobody at all');
  const { documents } = await lockstep(directory, 'plan');
  const held = (documents[0]?.['held'] as readonly { readonly object: { readonly key: string } }[])[0];
  await take('explain', held?.object.key ?? '');
  for (const line of ['[givenName]&Left([sn],2)', 'Error([sn])', 'CDate("2026-11-22")', 'NULL', 'Split("a,b",",")']) {
    await take('eval', line, '--object', 'ken.byron');
  }
  await take('eval', '[proxyAddresses]', '--set', 'proxyAddresses=a', '--set', 'proxyAddresses=b');
  await take('eval', '[objectGUID]', '--object', 'ken.byron');
  await take('eval', '[cm]', '--check');
  const snapshots = worldIn(directory);
  await useCases.snapshotSource(snapshots, { out: 'corp.snapshot', allAttributes: false });
  await useCases.snapshotTenant(snapshots, { out: 'tenant.snapshot', allAttributes: false });
  await take('snapshot', 'show', 'corp.snapshot');
  await take('snapshot', 'show', 'tenant.snapshot');
  await take('test', '--coverage');
  await take('test', '--run', 'labelled');
  edit(directory, 'rules/contractors.test.yaml', 'Ada Byron (Contractor)', 'Ada');
  await take('test');
  await take('rules');
  await take('rules', '--population', 'corp.snapshot');
  await take('adopt');
  await take('parity');
  await impactRuns(directory, take);
  const exported = folderOf(
    exportOf([
      { name: 'Title', flows: [{ dest: 'title', attr: 'title' }] },
      { name: 'Shout', flows: [{ dest: 'title', expression: 'Shout([title])' }] },
      { name: 'Out', direction: 'Outbound', to: 'contact', flows: [{ dest: 'mail', attr: 'mail' }] },
    ]),
  );
  await take('assess', '--export', exported);
  await take('assess', '--export', exported, '--tenant', 'tenant.snapshot');
  await take('import', 'entra-connect', exported, '--out', join(exported, 'made'));
  await take('apply', '--auto-approve');
  await take('drift');
  await take('apply', 'a.plan');
  await take('apply', 'corp.ldif');
  await take('history');
  const [{ runs = [] } = {}] = given.get('history') as readonly { readonly runs?: readonly { runId: string }[] }[];
  await take('history', runs[0]?.runId ?? '');
  writeFileSync(
    join(directory, '.lockstep/lock.json'),
    JSON.stringify({ runId: 'x', host: 'host', pid: 1, since: '' }),
  );
  await take('unlock');
  await take('unlock', 'x', '--force');
  await take('history', '--limit', '1');
  edit(directory, 'lockstep.yaml', 'ownerMark', 'ownerMrak');
  writeFileSync(join(directory, 'more.yaml'), 'kind: [');
  await take('validate');
  await take('plan');
  expect(given.size).toBe(OUTPUTS.length);
}, 60_000);

/** Of every outcome, over a repository of its own. */
async function impactRuns(directory: string, take: (...args: readonly string[]) => Promise<void>): Promise<void> {
  const git = (...words: readonly string[]): void => {
    const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...own, ...words], { cwd: directory, stdio: 'ignore' });
  };
  const commit = (): void => {
    git('add', '*.yaml');
    git('commit', '-qm', 'state');
  };
  git('init', '-q', '-b', 'main');
  commit();
  await take('impact', '--base', 'main');
  const sides = ['impact', '--base', 'main', '--source', 'corp.snapshot'];
  edit(directory, 'filters.yaml', 'in: [Employee, Contractor]', 'in: [Employee]');
  edit(directory, 'rules/sign-in-names.yaml', '@contoso.onmicrosoft.com', '@nowhere.example');
  await take(...sides);
  await take(...sides, '--tenant', 'tenant.snapshot', '--detailed-exitcode');
  edit(directory, 'filters.yaml', 'in: [Employee]', 'in: [Employee, Contractor');
  git('commit', '-qam', 'not valid');
  edit(directory, 'filters.yaml', 'in: [Employee, Contractor', 'in: [Employee, Contractor]');
  await take('impact', '--base', 'HEAD');
  edit(directory, 'rules/sign-in-names.yaml', '@nowhere.example', '@contoso.onmicrosoft.com');
}

describe.each(OUTPUTS)('%s', (name) => {
  test('takes what real runs give', () => {
    const documents = given.get(name) ?? [];
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) expect(refusalOf(name, document), JSON.stringify(document)).toBe('');
  });

  test('asks for each of its keys, and for no other', () => {
    for (const document of given.get(name) ?? []) {
      expect(refusalOf(name, { ...document, more: 1 })).not.toBe('');
      // An operation is described where apply tells it, too; some of its keys are optional.
      if (name === 'plan-lines' && document['kind'] !== 'plan') continue;
      const optional = new Set([
        'steps',
        'object',
        'source',
        'tenant',
        'subject',
        'range',
        'counts',
        'coverage',
        'scopes',
        'rulesDigest',
        'comparison',
        'because',
        'holder',
        'startedAt',
        'endedAt',
        'planDigest',
        // An impact compares hazards where a tenant was given.
        ...(name === 'impact' ? ['hazards'] : []),
      ]);
      const added = new Set(['causes', 'causeBasis']);
      const keys = Object.keys(document).filter((one) => !added.has(one) || name === 'drift');
      for (const key of keys.filter((one) => !optional.has(one) || name === 'plan-view')) {
        const less = Object.fromEntries(Object.entries(document).filter(([one]) => one !== key));
        expect(refusalOf(name, less), key).not.toBe('');
      }
    }
  });
});

test('the runs were of every kind', () => {
  expect(given.has('none')).toBe(false);
  const kinds = new Set(given.get('apply-event')?.map((one) => one['kind']));
  expect([...kinds].sort()).toEqual([
    'diagnostic',
    'finished',
    'operation',
    'planned',
    'result',
    'summary',
    'verified',
  ]);
  const outcomes = given.get('evaluation')?.map((one) => (one['outcome'] as Part)['kind']);
  expect(new Set(outcomes)).toEqual(new Set(['value', 'error', 'null']));
  expect(given.get('snapshot-view')?.map((one) => one['kind'])).toEqual(['source', 'tenant']);
  expect(codes).toMatchObject({
    'apply --auto-approve': 0,
    'apply a.plan': 0,
    'apply corp.ldif': 3,
    'explain nobody at all': 3,
    'impact --base main': 0,
    'impact --base main --source corp.snapshot': 0,
    'impact --base main --source corp.snapshot --tenant tenant.snapshot --detailed-exitcode': 2,
    'impact --base HEAD': 3,
    parity: 2,
    'test --coverage': 0,
    test: 3,
    rules: 0,
    unlock: 6,
    'unlock x --force': 0,
  });
});

test('the view of any plan keeps to its schema', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(refusalOf('plan-view', JSON.parse(renderPlanJson(plan)))).toBe('');
    }),
    { numRuns: 200 },
  );
});

test('causes stand after the operations, in their order, as lines of their own', () => {
  fc.assert(
    fc.property(anyPlan, ({ body, ...plan }) => {
      const causes = body.operations.map(({ id }) => ({ operation: id, attribute: 'title', cause: 'drift' as const }));
      const text = [...planLinePieces({ ...plan, body, causes })].join('');
      const documents = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Part);
      for (const document of documents) expect(refusalOf('plan-lines', document)).toBe('');
      const told = documents.filter(({ kind }) => kind === 'cause').map(({ operation }) => operation);
      const order = documents.filter(({ id }) => id !== undefined).map(({ id }) => id);
      expect(told).toEqual(order);
    }),
  );
});

test('hazards stand in lines of their own, the gravest first: each that an operation of the plan brings', () => {
  fc.assert(
    fc.property(anyPlan, fc.array(fc.constantFrom(...hazards)), ({ body, ...plan }, kinds) => {
      const ids = body.operations.map(({ id }) => id);
      const found = kinds.flatMap((hazard) => ids.map((operation) => ({ hazard, operation, detail: 'why' })));
      const text = [...planLinePieces({ ...plan, body, hazards: found })].join('');
      const documents = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Part);
      for (const document of documents) expect(refusalOf('plan-lines', document)).toBe('');
      const told = documents.filter(({ kind }) => kind === 'hazard');
      const risks = told.map(({ hazard }) => hazards.indexOf(hazard as (typeof hazards)[number]));
      expect(risks).toEqual([...risks].sort((a, b) => a - b));
      const words = (one: object): string => JSON.stringify({ kind: 'hazard', ...one });
      expect(told.map(words).sort()).toEqual(found.map(words).sort());
    }),
  );
});

test('each line of any plan keeps to its schema, and a plan of lines tells what its view tells', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const lines = [...planLinePieces(plan)].join('').trimEnd().split('\n');
      const documents = lines.map((line) => JSON.parse(line) as Part);
      for (const document of documents) expect(refusalOf('plan-lines', document)).toBe('');
      const { operations, held } = plan.body;
      const ids = new Set(operations.map(({ id }) => id));
      const hazards = plan.hazards.filter(({ operation }) => ids.has(operation)).length;
      expect(documents).toHaveLength(2 + plan.findings.length + operations.length + held.length + hazards);
      expect(documents[0]).toMatchObject({ kind: 'plan', envelope: plan.envelope });
      expect(documents.at(-1)).toEqual(plan.body.census);
      const told = new Set(documents.map((document) => document['id']));
      expect(operations.filter(({ id }) => !told.has(id))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('the view of a snapshot of several domains keeps to its schema, and one domain needs no such key', () => {
  const partitionParameters = { 'DC=a': { 'Domain.FQDN': 'a' }, 'DC=b': { 'Domain.FQDN': 'b' } };
  const head = { ...(sourceSnapshot.head as SourceSnapshotHead), version: 2, partitionParameters } as const;
  const view = JSON.parse(renderSnapshotJson({ ...sourceSnapshot, head })) as Part;
  expect(view).toMatchObject({ version: 1, partitionParameters });
  expect(refusalOf('snapshot-view', view)).toBe('');
  expect(refusalOf('snapshot-view', JSON.parse(renderSnapshotJson(sourceSnapshot)))).toBe('');
});

/** Every key that a schema names, with its part. */
function* keysOf(part: unknown, path: string): Generator<readonly [string, Part]> {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'properties') {
      for (const [name, below] of Object.entries(value as Part)) yield [`${path}/${name}`, below as Part];
    }
    yield* keysOf(value, `${path}/${key}`);
  }
}

test.each([...files])('%s has its name as $id and describes every key', (file, schema) => {
  expect(schema['$id']).toBe(file);
  const silent = [...keysOf(schema, '')].filter(([, part]) => typeof part['description'] !== 'string');
  expect(silent.map(([path]) => path)).toEqual([]);
});

test('the README names every output', () => {
  const readme = readFileSync(join(folder, '../README.md'), 'utf8');
  const [, chapter = ''] = readme.split('### Outputs for programs');
  const table = chapter.split('\n### ')[0] ?? '';
  const named = [...table.matchAll(/`schemas\/([a-z-]+)\.schema\.json`/g)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([...OUTPUTS, 'plan-line', 'snapshot-line'].toSorted());
  const there = readdirSync(folder).map((file) => file.replace('.schema.json', ''));
  expect(there).toEqual(expect.arrayContaining([...OUTPUTS, 'output-parts', 'coverage-parts']));
});

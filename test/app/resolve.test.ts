import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolve, snapshotSource, validate } from '../../src/app/index.ts';
import type { ResolveResult } from '../../src/app/contract.ts';
import { copyExample, edit } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

let folder: string;

const STAFF = 'OU=Staff,DC=corp,DC=contoso,DC=com';
const run = (sources?: readonly string[]): Promise<ResolveResult> =>
  resolve(worldIn(folder), { workspace: folder, ...(sources === undefined ? {} : { sources }) });
const pins = (): string => readFileSync(join(folder, 'lockstep.pins.yaml'), 'utf8');
const codesOf = ({ diagnostics }: Pick<ResolveResult, 'diagnostics'>): readonly string[] =>
  diagnostics.map(({ code }) => code);

beforeEach(() => {
  folder = copyExample(mkdtempSync(join(tmpdir(), 'lockstep-resolve-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('resolve', () => {
  it('pins the containers of the filter, once and sorted', async () => {
    const first = await run();
    expect(first).toMatchObject({ pins: 3, written: true, diagnostics: [] });
    expect(first.changes.map(({ dn, before }) => [dn, before])).toEqual([
      ['OU=Groups,DC=corp,DC=contoso,DC=com', undefined],
      [STAFF, undefined],
      [`OU=Test,${STAFF}`, undefined],
    ]);
    expect(pins()).toContain(`\n        ${STAFF}: 2f92aef1-f54a-4ce3-83a6-6fb44df9960e\n`);
    const text = pins();
    expect(await run()).toMatchObject({ pins: 3, written: false, changes: [], diagnostics: [] });
    expect(pins()).toBe(text);
  });

  it('pins groups that clauses name, and the rules digest covers them', async () => {
    edit(folder, 'filters.yaml', /$/, '        - memberOf: "CN=All Staff,OU=Groups,DC=corp,DC=contoso,DC=com"\n');
    expect(await run()).toMatchObject({ pins: 4 });
    expect(pins()).toMatch(/ groups:\n +CN=All Staff,OU=Groups,DC=corp,DC=contoso,DC=com: [0-9a-f-]{36}\n$/);
    expect(codesOf(await validate(worldIn(folder), { workspace: folder }))).toEqual([]);
  });

  it('keeps the pin of what was renamed, and says so', async () => {
    await run();
    const text = pins();
    edit(folder, 'corp.ldif', `dn: ${STAFF}\n`, `dn: OU=People,DC=corp,DC=contoso,DC=com\n`);
    const again = await run();
    expect(again.diagnostics).toMatchObject([
      { code: 'PIN011', detail: `${STAFF} is now OU=People,DC=corp,DC=contoso,DC=com.` },
    ]);
    expect(again.written).toBe(false);
    expect(pins()).toBe(text);
    edit(folder, 'filters.yaml', `- ${STAFF}`, '- OU=People,DC=corp,DC=contoso,DC=com');
    const renamed = await run();
    expect(
      renamed.changes.map(({ dn, before, after }) => [dn.slice(0, 9), before === undefined, after === undefined]),
    ).toEqual([
      ['OU=People', true, false],
      ['OU=Staff,', false, true],
    ]);
  });

  it('asks which one is meant where another object has the name', async () => {
    await run();
    const other = `dn: ${STAFF}\nobjectClass: top\nobjectClass: organizationalUnit\nobjectGUID:: AAAAAAAAAAAAAAAAAAAAAQ==\n\n`;
    edit(folder, 'corp.ldif', `dn: ${STAFF}\n`, `${other}dn: OU=People,DC=corp,DC=contoso,DC=com\n`);
    await expect(run()).rejects.toMatchObject({ diagnostics: [{ code: 'PIN012' }] });
  });

  it('takes the new object where the pinned one is gone', async () => {
    await run();
    edit(folder, 'corp.ldif', 'objectGUID:: 8a6SL0r140yDpm+0TfmWDg==', 'objectGUID:: AAAAAAAAAAAAAAAAAAAAAQ==');
    const again = await run();
    expect(again.changes).toMatchObject([
      { dn: STAFF, before: '2f92aef1-f54a-4ce3-83a6-6fb44df9960e', after: '00000000-0000-0000-0000-000000000001' },
    ]);
  });

  it('says what nothing has, and what has nearly that name, and writes nothing', async () => {
    edit(folder, 'filters.yaml', `- ${STAFF}`, '- OU=Stafff,DC=corp,DC=contoso,DC=com');
    await expect(run()).rejects.toMatchObject({
      diagnostics: [
        {
          code: 'PIN010',
          help: `Did you mean ${STAFF}?`,
          detail: 'corp has no container OU=Stafff,DC=corp,DC=contoso,DC=com.',
        },
      ],
    });
    expect(() => pins()).toThrow('ENOENT');
  });

  it('reads a snapshot that holds containers', async () => {
    const world = worldIn(folder);
    const take = (out: string, allAttributes: boolean) =>
      snapshotSource(world, { workspace: folder, out, allAttributes });
    await take('named.snapshot', false);
    await take('all.snapshot', true);
    await run();
    const text = pins();
    await take('pinned.snapshot', false);
    rmSync(join(folder, 'lockstep.pins.yaml'));
    await expect(run(['named.snapshot'])).rejects.toMatchObject({ diagnostics: [{ code: 'SNP004' }, {}, {}, {}] });
    rmSync(join(folder, 'corp.ldif'));
    for (const snapshot of ['all.snapshot', 'pinned.snapshot']) {
      expect(await run([snapshot])).toMatchObject({ pins: 3, written: true });
      expect(pins()).toBe(text);
      rmSync(join(folder, 'lockstep.pins.yaml'));
    }
  });

  it('has nothing to do where no name is used', async () => {
    edit(folder, 'filters.yaml', /  organizationalUnits:[^]*(?=  objects:)/, '');
    expect(await run()).toMatchObject({ pins: 0, written: false });
  });
});

describe('a workspace with pins', () => {
  it('says what is not pinned, and which pin is of no use', async () => {
    await run();
    edit(folder, 'filters.yaml', `OU=Test,${STAFF}`, `OU=Trial,${STAFF}`);
    const result = await validate(worldIn(folder), { workspace: folder });
    expect(result.diagnostics.map(({ code, detail }) => `${code} ${detail}`)).toEqual([
      `PIN001 OU=Trial,${STAFF} has no pin.`,
      `PIN002 No filter of corp names OU=Test,${STAFF}.`,
    ]);
  });

  it.each([
    ['another file', (text: string) => text, 'others.yaml', ['PIN003']],
    [
      'an unknown connector',
      (text: string) => text.replace('    corp:', '    crop:'),
      'lockstep.pins.yaml',
      ['PIN001', 'PIN001', 'PIN001', 'CFG032'],
    ],
    [
      'no DN',
      (text: string) => text.replace('OU=Groups,DC=corp,DC=contoso,DC=com', 'Groups'),
      'lockstep.pins.yaml',
      ['PIN001', 'CFG050'],
    ],
    ['no GUID', (text: string) => text.replace('2f92aef1-', '2f92-'), 'lockstep.pins.yaml', ['CFG026']],
  ])('refuses %s', async (_name, change, file, codes) => {
    await run();
    const text = pins();
    rmSync(join(folder, 'lockstep.pins.yaml'));
    writeFileSync(join(folder, file), change(text));
    expect(codesOf(await validate(worldIn(folder), { workspace: folder }))).toEqual(codes);
  });
});

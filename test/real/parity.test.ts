import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantProcess } from '../support/run/tenant-process.ts';
import { sambaAvailable } from './domain-controller.ts';
import { differences, harmless, lookalikes, planted, setInTheCloud } from './parity/planted.ts';
import { laterChanges } from './parity/population.ts';
import { lines } from '../support/parity/report.ts';
import type { Report } from '../support/parity/report.ts';
import { startScene } from './parity/scene.ts';
import type { Ended, ObservedTenant, Scene } from './parity/scene.ts';
import { additions } from '../support/parity/workspace.ts';

/** What the tenant's service makes of names and addresses, and what Graph cannot write: as Microsoft documents it. */
const explained = [
  'duplicateQuarantine: user Info Second mail: null / "info@contoso.com"',
  'onlyThere, notWritable: group Board',
  'onlyThere, notWritable: group News',
  'proxyCalculation: user Lise Ensed mail: "licensed@contoso.com" / null',
  'proxyCalculation: user Petra Different mail: "petra@contoso.com" / "old.petra@contoso.com"',
  'serviceMailNickname: group Norway, all of it mailNickname: "Norwayallofit" / "Norwayall"',
  'serviceMailNickname: user Aoife O\'Brien mailNickname: "aoife.o\'brien" / "obrien"',
  'serviceMailNickname: user Info First mailNickname: "info" / "info1"',
  'serviceMailNickname: user Lee Sperry mailNickname: "lee.sperry" / "lsperry"',
  'serviceMailNickname: user Linus Orr mailNickname: "linus.orr" / "u10442"',
  'serviceMailNickname: user Nora Mail mailNickname: "nora" / "nomail"',
  'serviceMailNickname: user Reception mailNickname: "reception.oslo" / "reception"',
  'serviceUpn: user Bianca Blank userPrincipalName: "bianca@contoso.onmicrosoft.com" / "bianca blank@contoso.com"',
  'serviceUpn: user Lee Sperry userPrincipalName: "lee.sperry@contoso.onmicrosoft.com" / "lee@corp.local"',
  'serviceUpn: user Nora Mail userPrincipalName: "nora@contoso.onmicrosoft.com" / "nora@corp.local"',
  'serviceUpn: user Ursula Name userPrincipalName: "noupn@contoso.onmicrosoft.com" / "noupn@corp.contoso.com"',
];

const DIGITS = /\+\d{4}@/;

describe.skipIf(!sambaAvailable())('a tenant that Entra Connect writes, from a real directory', () => {
  let scene: Scene;
  /** As Entra Connect left it. */
  let agreed: ObservedTenant;
  let people: number;
  let teams: number;

  beforeAll(async () => {
    scene = await startScene();
    agreed = await scene.startTenant(scene.seed);
    people = synchronized(scene.seed, 'user');
    teams = synchronized(scene.seed, 'group', { mailEnabled: false });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const compared = async (tenant: TenantProcess, files?: Readonly<Record<string, string>>) => {
    const ended = await scene.lockstep(tenant, ['parity', '--format', 'json'], files);
    return { ...ended, report: reportOf(ended) };
  };

  test('a plan leaves all of it alone, and asks nothing of the tenant but questions', async () => {
    agreed.forget();
    const { code, out } = await scene.lockstep(agreed.tenant, ['plan', '--format', 'json']);
    const { operations, held } = JSON.parse(out) as { operations: { kind: string }[]; held: { would: string }[] };
    expect(code).toBe(0);
    expect(operations.map(({ kind }) => kind)).toEqual(['defineExtension']);
    expect(held).toHaveLength(people + teams);
    expect(writes(agreed)).toEqual([]);
  });

  test('is what the rules give, but for what the service makes of it', async () => {
    const before = await everything(agreed.tenant);
    agreed.forget();
    const { code, report } = await compared(agreed.tenant);
    const found = lines(report);
    const conflict = found.explained.filter((line) => DIGITS.test(line));
    expect(conflict).toEqual([
      expect.stringMatching(/^duplicateQuarantine: user Reception userPrincipalName: "reception\.oslo\+\d{4}@contoso/),
    ]);
    expect(found).toEqual({ unexplained: [], explained: [...explained, ...conflict].toSorted() });
    expect(code).toBe(0);
    expect(report.verdict).toMatchObject({ unexplained: 0, pairs: { user: people, group: teams } });
    expect(report.verdict.pairedBy).toMatchObject({ anchor: people, securityIdentifier: teams });

    expect(writes(agreed)).toEqual([]);
    expect(agreed.requests().length).toBeGreaterThan(10);
    expect(await everything(agreed.tenant)).toEqual(before);
  });

  test('tells in one line of text how many are not explained', async () => {
    const { code, out } = await scene.lockstep(agreed.tenant, ['parity']);
    expect(out.trim().split('\n').at(-1)).toMatch(/^\d+ identities, \d+ attributes compared, 0 unexplained\.$/);
    expect(code).toBe(0);
  });

  test('every true difference is found and named, and nothing else', async () => {
    const all = [...differences, harmless];
    const observed = await scene.startTenant(planted(scene.seed, all));
    const before = await everything(observed.tenant);
    observed.forget();
    const { code, report } = await compared(observed.tenant);
    const expected = all.flatMap(({ unexplained }) => unexplained);
    expect(lines(report).unexplained).toEqual(expected.toSorted());
    expect(report.verdict.unexplained).toBe(expected.length);
    expect(report.verdict.pairedBy).toMatchObject({ samAccountName: 1 });
    expect(lines(report).explained.filter((line) => !DIGITS.test(line))).toEqual(explained.toSorted());
    expect(code).toBe(2);
    expect(writes(observed)).toEqual([]);
    expect(await everything(observed.tenant)).toEqual(before);
  });

  test('what only looks calculated is a difference', async () => {
    const { tenant } = await scene.startTenant(planted(scene.seed, lookalikes));
    const { code, report } = await compared(tenant);
    const expected = lookalikes.flatMap(({ unexplained }) => unexplained);
    const instead = new Set(lookalikes.flatMap((one) => one.instead ?? []));
    expect(lines(report).unexplained).toEqual(expected.toSorted());
    expect(lines(report).explained.filter((line) => !DIGITS.test(line))).toEqual(
      explained.filter((line) => !instead.has(line)).toSorted(),
    );
    expect(code).toBe(2);
  });

  test('what the pack does by itself and Entra Connect does not is a difference', async () => {
    const { code, report } = await compared(agreed.tenant, { 'as-connect.yaml': '' });
    expect(lines(report).unexplained).toEqual([
      'difference: user Ada Byron usageLocation: null / "NO"',
      'difference: user Grace Hopper usageLocation: null / "US"',
    ]);
    expect(code).toBe(2);
  });

  test('what is for new people only, and what the cloud may set, is explained', async () => {
    const { tenant } = await scene.startTenant(planted(scene.seed, [setInTheCloud]));
    const { code, report } = await compared(tenant, { 'additions.yaml': additions });
    expect(lines(report).unexplained).toEqual([]);
    expect(lines(report).explained.filter((line) => /^(setOnce|usageLocation)/.test(line))).toEqual([
      'setOnce: user Ada Byron state: "Oslo" / "unknown"',
      'setOnce: user Linus Orr state: null / "unknown"',
      'usageLocation: user Linus Orr usageLocation: "NO" / null',
    ]);
    expect(code).toBe(0);
  });

  test('who is synchronized and left out by a filter here is named with it', async () => {
    const { tenant } = await scene.startTenant([...scene.seed, ...scene.elsewhere]);
    const { code, report } = await compared(tenant);
    expect(lines(report).unexplained).toEqual(['onlyThere, filteredOut: user robot@contoso.com']);
    expect(report.unpaired.find(({ reason }) => reason === 'filteredOut')?.detail).toContain('selected-units');
    expect(code).toBe(2);
  });

  // Last: it changes the directory.
  test('what the service does not follow in later cycles is still explained as far as the directory tells', async () => {
    const { tenant } = await scene.startTenant(await scene.later(laterChanges()));
    const { code, report } = await compared(tenant);
    const found = lines(report);
    expect(found.unexplained).toEqual(['difference: user Linus Orr mailNickname: "linus.orr" / "u10442"']);
    expect(found.explained.filter((line) => /Lee|Nora|Aoife|Linus|Ursula/.test(line))).toEqual([
      'serviceMailNickname: user Aoife O\'Brien mailNickname: "aoife.o\'brien" / "obrien"',
      'serviceUpn: user Lee Sperry userPrincipalName: "lee.sperry@contoso.onmicrosoft.com" / "lee@corp.local"',
      'serviceUpn: user Nora Mail userPrincipalName: "nora.new@contoso.onmicrosoft.com" / "nora5@corp.local"',
    ]);
    expect(code).toBe(2);
  });
});

function reportOf({ code, out, err }: Ended): Report {
  try {
    return JSON.parse(out) as Report;
  } catch {
    throw new Error(`lockstep ended with ${String(code)}: ${err}`);
  }
}

function synchronized(
  seed: Scene['seed'],
  type: 'user' | 'group',
  having: Readonly<Record<string, unknown>> = {},
): number {
  return seed.filter(
    (one) =>
      one['@odata.type'] === `#microsoft.graph.${type}` &&
      one['onPremisesSyncEnabled'] === true &&
      Object.entries(having).every(([name, value]) => one[name] === value),
  ).length;
}

/** Requests that are no question; signing in is one. */
function writes({ requests }: ObservedTenant): readonly string[] {
  return requests().filter((line) => !line.startsWith('GET ') && !line.includes('/oauth2/v2.0/token'));
}

/** All that the tenant holds, with members and managers. */
async function everything(tenant: TenantProcess): Promise<unknown> {
  const users = await tenant.all(
    '/users?$select=userPrincipalName,displayName,mail,mailNickname,accountEnabled,department,proxyAddresses,onPremisesImmutableId,onPremisesSyncEnabled,onPremisesExtensionAttributes&$expand=manager($select=id)&$top=999',
  );
  const groups = await tenant.all('/groups?$top=999');
  const members = await Promise.all(
    groups.map(({ id }) => tenant.all(`/groups/${String(id)}/members?$select=id&$top=999`)),
  );
  const applications = await tenant.all('/applications');
  const deleted = await tenant.all('/directory/deletedItems/microsoft.graph.user?$select=id');
  return { users, groups, members, applications, deleted };
}

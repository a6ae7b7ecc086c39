import { describe, expect, it } from 'vitest';
import { load, placed, rule, topology } from './workspace.ts';

const inbound =
  'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n';
const outbound = 'from: { metaverse: person }\nto: { connector: entra, type: user }\nprecedence: 40\nlink: provision\n';

async function found(spec: string): Promise<readonly string[]> {
  const { diagnostics } = await load({ 'lockstep.yaml': topology, 'r.yaml': rule('r', spec) });
  return diagnostics.map(placed);
}

describe('the dialect', () => {
  it('is connect when none is named', async () => {
    expect(await found(`${inbound}flows:\n  company: '=ToUpper([company])'`)).toEqual(['EXP016 r.yaml:10:16']);
    expect(await found(`${inbound}flows:\n  company: '=UCase([company])'`)).toEqual([]);
  });

  it('is named for all flows of a rule', async () => {
    const spec = `${inbound}dialect: cloudSync\nflows:\n`;
    expect(await found(`${spec}  company: '=ToUpper([company])'\n  l: { expression: 'Join("-", [l], [c])' }`)).toEqual(
      [],
    );
    expect(await found(`${spec}  company: '=UCase([company])'`)).toEqual(['EXP016 r.yaml:11:16']);
  });

  it('is named for one flow', async () => {
    expect(await found(`${inbound}flows:\n  l: { expression: 'StripSpaces([l])', dialect: cloudSync }`)).toEqual([]);
    const other = `${inbound}dialect: cloudSync\nflows:\n  l: { expression: 'UCase([l])', dialect: connect }`;
    expect(await found(other)).toEqual([]);
  });

  it('is one of two, and belongs to an expression', async () => {
    expect(await found(`${inbound}dialect: vba\nflows:\n  l: l`)).toHaveLength(1);
    expect(await found(`${inbound}flows:\n  l: { from: l, dialect: cloudSync }`)).toEqual(['CFG025 r.yaml:10:19']);
  });
});

describe('the result of an expression and its target', () => {
  it.each([
    ['a number for texts', inbound, "company: '=Len([company])'", ['EXP020 r.yaml:10:16']],
    ['a text for a boolean', inbound, "accountEnabled: '=Trim([company])'", ['EXP020 r.yaml:10:23']],
    ['several values for one', inbound, 'company: \'=Split([company], ",")\'', ['EXP021 r.yaml:10:16']],
    [
      'a condition on several values',
      inbound,
      'company: \'=IIF(InStr([proxyAddresses], "x") > 0, "a", "b")\'',
      ['EXP021 r.yaml:10:16'],
    ],
    ['a text that is too long', outbound, `displayName: '="${'x'.repeat(257)}"'`, ['EXP022 r.yaml:10:20']],
    [
      'a cut that is too long',
      outbound,
      'displayName: \'=IIF(IsPresent([mail]), Left([mail], 300), "x")\'',
      ['EXP022 r.yaml:10:43'],
    ],
  ])('%s is found', async (_name, ends, flow, expected) => {
    expect(await found(`${ends}flows:\n  ${flow}`)).toEqual(expected);
  });

  it.each([
    ['one of several', inbound, 'company: \'=ItemOrNull(Split([company], ","), 1)\''],
    ['several for several', inbound, "proxyAddresses: '=RemoveDuplicates(Trim([proxyAddresses]))'"],
    ['a branch that may never be reached', inbound, 'company: \'=IIF(IsString([objectGUID]), [objectGUID], "x")\''],
    ['nothing but words', inbound, "company: '=IIF(IsPresent([company]), IgnoreThisFlow, NULL)'"],
    ['a cut that fits', outbound, "displayName: '=Left([mail], 256)'"],
  ])('nothing is wrong with %s', async (_name, ends, flow) => {
    expect(await found(`${ends}flows:\n  ${flow}`)).toEqual([]);
  });
});

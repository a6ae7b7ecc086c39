import { describe, expect, it } from 'vitest';
import { load, placed, rule, topology } from '../workspace.ts';

const inbound =
  'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\nscope: { all: [{ c: { notEqual: NO } }] }\nflows: { sourceAnchor: mail }';

const accepting = (accept: string, name = 'r'): string =>
  rule(name, inbound).replace(`{ name: ${name} }`, `{ name: ${name}, accept: [${accept}] }`);

async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { diagnostics, lint } = await load({ 'lockstep.yaml': topology, ...files });
  return [...diagnostics, ...lint()].map(placed);
}

describe('metadata.accept', () => {
  it('silences the findings of one code in its document, with a reason', async () => {
    expect(await found({ 'r.yaml': rule('r', inbound) })).toEqual(['LINT004 r.yaml:9:20']);
    const accept = '{ code: LINT004, reason: Nobody without a country is meant. }';
    expect(await found({ 'r.yaml': accepting(accept) })).toEqual([]);
  });

  it('leaves other documents alone', async () => {
    const other = rule('other', inbound.replace('precedence: 40', 'precedence: 41'));
    const accept = '{ code: LINT004, reason: Nobody without a country is meant. }';
    expect(await found({ 'r.yaml': `${accepting(accept)}\n---\n${other}` })).toEqual(['LINT004 r.yaml:20:20']);
  });

  it('is a finding where it silences nothing', async () => {
    const unused = '{ code: LINT010, reason: There is no such flow here. }';
    expect(await found({ 'r.yaml': accepting(unused) })).toEqual(['LINT090 r.yaml:3:39', 'LINT004 r.yaml:9:20']);
  });

  it('takes warnings of compiling, too', async () => {
    const filter = (accept: string): string =>
      `apiVersion: lockstep/v1alpha1\nkind: ScopingFilter\nmetadata: { name: f${accept} }\nspec:\n  connectors: [corp]\n  organizationalUnits: { exclude: ["OU=A,DC=elsewhere"] }\n`;
    expect(await found({ 'f.yaml': filter('') })).toEqual(['CFG052 f.yaml:6:36']);
    const accept = ', accept: [{ code: CFG052, reason: The domain is added next week. }]';
    expect(await found({ 'f.yaml': filter(accept) })).toEqual([]);
  });

  it.each([
    ['an error', '{ code: CFG036, reason: It is only a name. }', ['LINT091 r.yaml:3:39']],
    ['a code that is none', '{ code: LINT994, reason: It is only a name. }', ['LINT091 r.yaml:3:39']],
    ['no reason', '{ code: LINT004 }', ['CFG024 r.yaml:3:33']],
    ['hardly a reason', '{ code: LINT004, reason: ok }', ['CFG025 r.yaml:3:56']],
  ])('refuses %s', async (_name, accept, places) => {
    expect(await found({ 'r.yaml': accepting(accept) })).toEqual(places);
  });

  it('never hides an error', async () => {
    const wrong = accepting('{ code: LINT004, reason: Nobody without a country is meant. }').replace(
      'mail }',
      'mial }',
    );
    expect(await found({ 'r.yaml': wrong })).toEqual(['CFG036 r.yaml:10:26']);
  });

  it('of a Topology covers the packs that it extends', async () => {
    const files = (accept: string): Readonly<Record<string, string>> => ({
      'lockstep.yaml': `${topology.replace('{ name: contoso }', `{ name: contoso${accept} }`)}  extends: [lockstep/default@1]\n  disable: ["lockstep/default@1:group-common"]\n`,
    });
    const without = await found(files(''));
    expect(new Set(without.map((one) => one.split(' ')[0]))).toEqual(new Set(['LINT011']));
    expect(without.every((one) => one.includes('lockstep/default@1/groups.yaml'))).toBe(true);
    expect(await found(files(', accept: [{ code: LINT011, reason: Groups come with the next release. }]'))).toEqual([]);
  });
});

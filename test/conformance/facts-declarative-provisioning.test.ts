import { describe, expect, it, test } from 'vitest';
import { loadWorkspace } from '../../src/rules/index.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';
import { ourUser } from '../support/world/tenant.ts';
import { environment, rule, topology, withFolder } from '../rules/workspace.ts';
import { scopeOperators } from './export/check-export.ts';

// How Connect decides what flows, as its rules rely on it: scope, join, precedence, and the words of an expression.

function inbound(name: string, precedence: number, rest: string): string {
  return rule(
    name,
    `from: { connectors: { type: directory }, type: user }\nto: { metaverse: person }\nprecedence: ${precedence}\nlink: join\n${rest}`,
  );
}

function outbound(name: string, precedence: number, rest: string): string {
  return rule(
    name,
    `from: { metaverse: person }\nto: { connector: entra, type: user }\nprecedence: ${precedence}\n${rest}`,
  );
}

/** The values that one attribute of people comes to, by name. */
async function given(documents: readonly string[], attribute: string, people: readonly SourceObject[]) {
  const rules = await rulesOf({ documents: documents.join('\n---\n') });
  const { desired } = populationOf(rules, [imported(people)]);
  return Object.fromEntries(desired.map((one) => [one.name.replace(/@.*/, ''), one.attributes.get(attribute)?.value]));
}

async function problems(document: string): Promise<readonly string[]> {
  const files = { 'lockstep.yaml': topology, 'rule.yaml': document };
  return await withFolder(files, async (folder) => {
    const { diagnostics } = await loadWorkspace(folder, environment);
    return diagnostics.map((one) => one.code);
  });
}

describe('scope', () => {
  const scoped = (clause: string): readonly string[] => [
    inbound('first', 90, `scope: { all: [${clause}] }\nflows: { department: { constant: Chosen } }`),
  ];

  test('the clauses of an outbound rule ask the metaverse', async () => {
    const flow = (clause: string): string =>
      outbound('out', 190, `link: join\nscope: { all: [${clause}] }\nflows: { city: { constant: Oslo } }`);
    const documents = [flow('{ mailNickname: { equal: ADA } }')];
    expect(await given(documents, 'city', [person('ada'), person('bob')])).toEqual({ ada: 'Oslo', bob: undefined });
    expect(await problems(flow('{ sAMAccountName: { equal: ADA } }'))).toContain('CFG036');
  });

  test('numbers are compared as numbers: 9 is less than 50000', async () => {
    const documents = scoped('{ userAccountControl: { lessThan: 50000 } }');
    const people = [9, 49_999, 50_000, 100_000].map((userAccountControl) =>
      person(`u${userAccountControl}`, { with: { userAccountControl } }),
    );
    expect(await given(documents, 'department', people)).toEqual({
      u9: 'Chosen',
      u49999: 'Chosen',
      u50000: undefined,
      u100000: undefined,
    });
  });

  test('an absent attribute passes what is negated and fails the rest', async () => {
    const clauses: readonly (readonly [string, boolean])[] = [
      ['{ isCriticalSystemObject: { notEqual: true } }', true],
      ['{ isCriticalSystemObject: { equal: false } }', false],
      ['{ adminDescription: { notStartsWith: User_ } }', true],
      ['{ company: { notIn: [Contoso] } }', true],
      ['{ company: { in: [Contoso] } }', false],
      ['{ company: { notContains: x } }', true],
      ['{ company: { greaterThanOrEqual: "" } }', false],
      ['{ msExchRecipientTypeDetails: { bitNotSet: 2 } }', true],
      ['{ msExchRecipientTypeDetails: { bitSet: 2 } }', false],
    ];
    for (const [clause, holds] of clauses) {
      const chosen = await given(scoped(clause), 'department', [person('ada')]);
      expect([clause, chosen]).toEqual([clause, { ada: holds ? 'Chosen' : undefined }]);
    }
  });

  test('texts are compared without regard to case, also true and TRUE', async () => {
    const documents = scoped('{ company: { equal: CONTOSO } }, { isCriticalSystemObject: { notEqual: TRUE } }');
    const people = [
      person('ada', { with: { company: 'Contoso' } }),
      person('bob', { with: { company: 'Contoso', isCriticalSystemObject: true } }),
    ];
    expect(await given(documents, 'department', people)).toEqual({ ada: 'Chosen', bob: undefined });
  });

  test('the negated bit test is one operator, by the name that servers write and by the documented one', () => {
    expect(scopeOperators.get('ISBITNOTSET')).toBe('bitNotSet');
    expect(scopeOperators.get('ISNOTBITSET')).toBe('bitNotSet');
  });
});

describe('join', () => {
  const joining = (name: string, precedence: number, by: string, flows: string): string =>
    rule(
      name,
      `from: { connectors: [second], type: contact }\nto: { metaverse: person }\nprecedence: ${precedence}\nlink: join\njoin: [${by}]\nflows: { ${flows} }`,
    );

  test('several rules in scope with the same join are no contradiction: all of them flow', async () => {
    const documents = [
      joining('one', 90, '{ mail: mail }', 'department: department'),
      joining('two', 91, '{ mail: mail }', 'title: title'),
    ];
    const rules = await rulesOf({ connectors: ['corp', 'second'], documents: documents.join('\n---\n') });
    const ada = person('ada', { with: { mail: 'ada@x.example' } });
    const contact = sourceObject('c', {
      type: 'contact',
      dn: 'CN=c,DC=second',
      with: { mail: 'ada@x.example', department: 'Research', title: 'Dr' },
    });
    const { desired, failed } = populationOf(rules, [imported([ada]), imported([contact], 'second', 'DC=second')]);
    expect(failed).toEqual([]);
    expect(
      desired.map((one) => [one.attributes.get('department')?.value, one.attributes.get('jobTitle')?.value]),
    ).toEqual([['Research', 'Dr']]);
  });

  test('an outbound rule has no join: objects of the tenant are found by their anchor', async () => {
    const document = outbound(
      'out',
      190,
      'link: join\njoin: [{ sourceAnchor: onPremisesImmutableId }]\nflows: { city: l }',
    );
    expect(await problems(document)).toContain('CFG063');
  });
});

describe('NULL, AuthoritativeNull and IgnoreThisFlow', () => {
  it('are words of expressions alone: a constant is the text, and told', async () => {
    const document = inbound('first', 90, 'flows: { department: { constant: "NULL" } }');
    expect(await given([document], 'department', [person('ada')])).toEqual({ ada: 'NULL' });
    for (const word of ['NULL', 'AuthoritativeNull', 'IgnoreThisFlow']) {
      expect(await problems(inbound('first', 90, `flows: { department: { constant: "${word}" } }`))).toContain(
        'CFG046',
      );
    }
  });

  it('NULL passes on, AuthoritativeNull empties, IgnoreThisFlow keeps what the tenant has', async () => {
    const told = async (word: string): Promise<unknown> => {
      const rules = await rulesOf({ documents: outbound('only', 190, `link: join\nflows: { city: '=${word}' }`) });
      const { body } = planOf({
        rules,
        source: [person('ada')],
        tenant: { objects: [ourUser('ada', { attributes: { city: 'Oslo' } })] },
      });
      return body.operations.map((one) => (one.kind === 'update' ? one.changes.map(({ after }) => after) : one.kind));
    };
    expect(await told('IgnoreThisFlow')).toEqual([]);
    expect(await told('NULL')).toEqual([[null]]);
    expect(await told('AuthoritativeNull')).toEqual([[null]]);
    const two = [
      inbound('first', 90, "flows: { department: '=NULL' }"),
      inbound('second', 91, 'flows: { department: \'="Second"\' }'),
    ];
    expect(await given(two, 'department', [person('ada')])).toEqual({ ada: 'Second' });
    const cleared = [inbound('first', 90, "flows: { department: '=AuthoritativeNull' }"), two[1]!];
    expect(await given(cleared, 'department', [person('ada')])).toEqual({ ada: undefined });
  });

  it('NULL for one of several values takes away that value', async () => {
    const text = `proxyAddresses: '=IIF(InStr([proxyAddresses],"SIP:") = 1, NULL, [proxyAddresses])'`;
    const rules = await rulesOf({ documents: inbound('first', 90, `flows: { ${text} }`) });
    const ada = person('ada', { with: { proxyAddresses: ['SIP:ada@x', 'SMTP:ada@x', 'smtp:a@x'] } });
    const [desired] = populationOf(rules, [imported([ada])]).desired;
    expect(desired?.metaverse.get('proxyAddresses')?.value).toEqual(['SMTP:ada@x', 'smtp:a@x']);
  });
});

describe('merging', () => {
  test('rules that flow one attribute must agree on it', async () => {
    const one = inbound('one', 90, 'flows: { proxyAddresses: { from: proxyAddresses, merge: merge } }');
    const two = inbound('two', 91, 'flows: { proxyAddresses: otherTelephone }');
    expect(await problems(`${one}\n---\n${two}`)).toContain('CFG045');
  });
});

describe('lifetime', () => {
  test('what no rule flows is left as it is', async () => {
    const rules = await rulesOf();
    const ours = ourUser('ada', { attributes: { city: 'Oslo', faxNumber: '1' } });
    expect(planOf({ rules, source: [person('ada')], tenant: { objects: [ours] } }).told).toEqual([]);
  });

  test('what was never made here is never deleted, whatever leaves', async () => {
    const rules = await rulesOf();
    const strangers = [
      ourUser('eve', { mark: undefined }),
      ourUser('bob', { mark: undefined, mastery: 'otherEngine' }),
    ];
    expect(planOf({ rules, source: [person('ada'), team('crew')], tenant: { objects: strangers } }).told).toEqual([
      'create ada',
      'create crew',
    ]);
  });
});

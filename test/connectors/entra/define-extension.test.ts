import { afterEach, describe, expect, test } from 'vitest';
import type { DefineExtension } from '../../../src/model/plan.ts';
import type { Outcome } from '../../../src/model/report.ts';
import { graphError, startFakeGraph } from '../../support/fake-graph/fake-graph.ts';
import type { FakeGraph, Reply } from '../../support/fake-graph/fake-graph.ts';
import { MARK_NAME } from './operations.ts';
import { jumpingClock } from './ports.ts';
import { connectorTo, contextWith } from './sandbox.ts';

const NAME = 'extension_0a0b0c0d111142228333444455556666_title';
const define: DefineExtension = {
  kind: 'defineExtension',
  id: `define:${NAME}`,
  after: [],
  name: NAME,
  targets: ['user', 'group'],
  applicationId: 'id-app',
  dataType: 'String',
  multiValued: false,
};
const there = { id: 'e', name: NAME, dataType: 'String', isMultiValued: false, targetObjects: ['User', 'Group'] };

const taken = graphError(400, 'Request_BadRequest', 'An extension property exists with the same name.');
const busy = graphError(503, 'ServiceUnavailable', 'Later');
const denied = graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

const fakes: FakeGraph[] = [];
afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.stop()));
});

/** What becomes of the definition when it is answered so, and each look at the definitions so; the last one stays. */
async function outcomeOf(answer: Reply, looks: readonly Reply[], operation = define): Promise<Outcome> {
  let looked = 0;
  const fake = await startFakeGraph(({ method, path }) => {
    if (!path.startsWith('/applications/id-app/extensionProperties')) return undefined;
    return method === 'POST' ? answer : looks[Math.min(looked++, looks.length - 1)];
  });
  fakes.push(fake);
  const clock = jumpingClock();
  const connector = connectorTo({ ...fake, clock, timeouts: { connect: 2000, headers: 300, body: 300 } });
  const outcome = await connector.execute(operation, () => undefined, contextWith(clock));
  expect(fake.count('POST', '/applications/id-app/extensionProperties')).toBe(1);
  return outcome;
}

const list = (...value: readonly object[]): Reply => ({ status: 200, body: { value: value as never } });

describe.each<[string, Reply, Outcome['status'], Outcome['status']]>([
  ['is there already', taken, 'alreadyDone', 'failed'],
  ['is answered 503', busy, 'done', 'unknown'],
  ['is cut', 'cut', 'done', 'unknown'],
])('a definition that %s is looked up', (_, answer, same, unseen) => {
  test.each<[string, readonly Reply[]]>([
    ['as it was asked for', [list(there)]],
    ['in another order', [list({ ...there, targetObjects: ['Group', 'Device', 'User'] })]],
    ['seen at the third look', [list(), list(), list(there)]],
    ['after an answer that is none', [busy, busy, busy, busy, busy, list(there)]],
  ])('%s', async (__, looks) => {
    expect(await outcomeOf(answer, looks)).toEqual({ status: same });
  });

  test.each<[string, object, string]>([
    ['another type', { dataType: 'Integer' }, 'is declared as String, the tenant defines it as Integer'],
    ['several values', { isMultiValued: true }, 'is declared as String, the tenant defines it as String, multi-valued'],
    ['other objects', { targetObjects: ['User'] }, 'is declared for a group, the tenant defines it for User'],
    [
      'a name in another case',
      { name: NAME.replace('title', 'Title') },
      `is called ${NAME.replace('title', 'Title')} in the tenant`,
    ],
  ])('%s: it failed, and nothing is written into it', async (__, other, text) => {
    const outcome = { status: 'failed', code: 'DefinedOtherwise', message: `${NAME} ${text}` };
    expect(await outcomeOf(answer, [list({ ...there, ...other })])).toEqual(outcome);
  });

  test.each<[string, Reply]>([
    ['never seen', list({ ...there, name: `${NAME}2` })],
    ['without a name', list({ ...there, name: null })],
    ['no list', { status: 200, body: {} }],
  ])('%s', async (__, look) => {
    expect((await outcomeOf(answer, [look])).status).toBe(unseen);
  });
});

test('the owner mark is looked up by its full name', async () => {
  const mark = { ...define, name: 'lockstepOwner' };
  expect(await outcomeOf(taken, [list({ ...there, name: MARK_NAME })], mark)).toEqual({ status: 'alreadyDone' });
  expect(await outcomeOf(taken, [list({ ...there, name: MARK_NAME, dataType: 'Integer' })], mark)).toMatchObject({
    status: 'failed',
    message: `${MARK_NAME} is declared as String, the tenant defines it as Integer`,
  });
});

test('a refusal names the permission, and nothing is looked up', async () => {
  expect(await outcomeOf(denied, [list(there)])).toMatchObject({
    status: 'failed',
    code: 'Authorization_RequestDenied',
    message: expect.stringMatching(
      /^Insufficient privileges .* operation\. Grant Application\.ReadWrite\.OwnedBy and make .* an owner/,
    ) as string,
  });
  expect(await outcomeOf(graphError(400, 'Request_BadRequest', 'No such type'), [list(there)])).toMatchObject({
    status: 'failed',
    message: 'No such type',
  });
});

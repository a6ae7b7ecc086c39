import { afterEach, describe, expect, test } from 'vitest';
import type { AddMember } from '../../../src/model/plan.ts';
import { graphError, startFakeGraph } from '../../support/fake-graph/fake-graph.ts';
import type { Asked, FakeGraph, Reply } from '../../support/fake-graph/fake-graph.ts';
import { addAda } from './operations.ts';
import { connectorTo, contextWith } from './sandbox.ts';

let fake: FakeGraph | undefined;
afterEach(() => fake?.stop());

async function add(group: string, members: readonly string[], reply: (asked: Asked) => Reply, signal?: AbortSignal) {
  fake = await startFakeGraph(reply);
  const connector = connectorTo(fake);
  const operation = (member: string): AddMember => ({
    ...addAda,
    object: { ...addAda.object, id: group },
    member: { ...addAda.member, id: member },
  });
  return Promise.all(
    members.map((member) => connector.execute(operation(member), () => undefined, contextWith(undefined, signal))),
  );
}

const people = (count: number) => Array.from({ length: count }, (_, index) => `member-${index}`);
const sizes = () =>
  fake!.asked
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => (JSON.parse(body) as { 'members@odata.bind': string[] })['members@odata.bind'].length);

describe('members that are added together', () => {
  test('go out 20 at a time', async () => {
    const outcomes = await add('team', people(45), () => undefined);
    expect(outcomes.every((outcome) => outcome.status === 'done')).toBe(true);
    expect(sizes()).toEqual([20, 20, 5]);
    expect(fake!.count('POST', '/groups')).toBe(0);
  });

  test('are asked one by one when their pack is refused, and each has its own outcome', async () => {
    const already = 'One or more added object references already exist for the following modified properties: members.';
    const outcomes = await add('team', people(3), ({ method, body }) => {
      if (method === 'PATCH') return graphError(400, 'Request_BadRequest', already);
      if (method !== 'POST') return undefined;
      if (body.includes('member-1')) return graphError(400, 'Request_BadRequest', already);
      return body.includes('member-2') ? graphError(403, 'Authorization_RequestDenied', 'No.') : undefined;
    });
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['done', 'alreadyDone', 'failed']);
  });

  test('are unknown together when nobody says what became of their pack', async () => {
    const busy = graphError(503, 'ServiceUnavailable', 'Later');
    let first = true;
    const interruption = new AbortController();
    const outcomes = await add(
      'team',
      people(3),
      ({ method }) => {
        if (method !== 'PATCH') return undefined;
        if (!first) return busy;
        first = false;
        setTimeout(() => {
          interruption.abort();
        }, 50);
        return busy;
      },
      interruption.signal,
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(fake!.count('POST', '/groups')).toBe(0);
  });
});

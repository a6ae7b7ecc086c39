import assert from 'node:assert/strict';
import type { Json } from '../../src/kernel/canonical-json.ts';
import { formatMark } from '../../src/model/mark.ts';
import type { AttributeChange, CreateObject, ObjectRef, Operation } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/model/report.ts';
import type { ConnectorContext } from '../../src/model/source.ts';
import type { TargetConnector } from '../../src/model/target.ts';
import type { TenantObject, TenantPopulation, TenantType } from '../../src/model/tenant.ts';

/** The connector under test, over a tenant that holds nothing of ours, with the application of the mark in it. */
export interface TargetUnderTest {
  readonly connector: TargetConnector;
  readonly context: ConnectorContext;
  readonly tenantId: string;
  /** A verified domain of the tenant. */
  readonly domain: string;
  /** Name and value of every attribute that the connector says can be written. */
  readonly samples: Readonly<Record<TenantType, ReadonlyMap<string, readonly [first: Json, second: Json]>>>;
}

/** One step of the story. The steps are told in order: each stands on what the ones before it left. */
export interface Step {
  readonly title: string;
  readonly run: (story: Story) => Promise<void>;
}

const ADA = 'corp/00000000-0000-4000-8000-0000000000a1';
const GRACE = 'corp/00000000-0000-4000-8000-0000000000a2';
const TEAM = 'corp/00000000-0000-4000-8000-0000000000b1';

/** What the story remembers between its steps. */
export class Story {
  readonly target: TargetUnderTest;
  readonly ids = new Map<string, string>();
  #operations = 0;

  constructor(target: TargetUnderTest) {
    this.target = target;
  }

  async do(operation: Unnumbered<Operation>): Promise<Outcome> {
    const numbered = { ...operation, id: `operation-${++this.#operations}`, after: [] } as Operation;
    const outcome = await this.target.connector.execute(numbered, (key) => this.ids.get(key), this.target.context);
    if (outcome.status === 'done' && outcome.id !== undefined && numbered.kind === 'create') {
      this.ids.set(numbered.object.key, outcome.id);
    }
    return outcome;
  }

  read(managers = false): Promise<TenantPopulation> {
    const { connector, context, samples } = this.target;
    const attributes = { user: [...samples.user.keys()], group: [...samples.group.keys()] };
    return connector.read({ attributes, managers }, () => true, context);
  }

  async object(key: string, managers = false): Promise<TenantObject> {
    const { objects } = await this.read(managers);
    const found = objects.find((one) => one.id === this.id(key));
    assert.ok(found, `${key} is in the tenant`);
    return found;
  }

  id(key: string): string {
    const id = this.ids.get(key);
    assert.ok(id, `${key} was created`);
    return id;
  }

  ref(type: TenantType, key: string): ObjectRef {
    return { type, key, name: key };
  }

  create(
    type: TenantType,
    key: string,
    name: string,
    changes: Readonly<Record<string, Json>>,
  ): Unnumbered<CreateObject> {
    const object = { type, key, name };
    return {
      kind: 'create',
      object,
      from: `CN=${name}`,
      anchor: anchorOf(key),
      mark: markOf(key),
      changes: changed(changes),
    };
  }

  person(key: string, alias: string, more: Readonly<Record<string, Json>> = {}): Unnumbered<CreateObject> {
    const name = `${alias}@${this.target.domain}`;
    const basis = { userPrincipalName: name, displayName: alias, mailNickname: alias, accountEnabled: true };
    return this.create('user', key, name, { ...basis, ...more });
  }

  update(type: TenantType, key: string, changes: Readonly<Record<string, Json>>): Promise<Outcome> {
    const object = this.ref(type, key);
    return this.do({ kind: 'update', object, from: '', mark: markOf(key), changes: changed(changes) });
  }
}

type Unnumbered<T> = T extends Operation ? Omit<T, 'id' | 'after'> : never;

function anchorOf(key: string): string {
  return `anchor${key.slice(-4)}`;
}

function markOf(key: string, leavingSince?: string): string {
  const [connector = '', anchor = ''] = key.split('/');
  return formatMark({
    workspace: 'contoso',
    connector,
    anchor,
    ...(leavingSince === undefined ? {} : { leavingSince }),
  });
}

function changed(values: Readonly<Record<string, Json>>): readonly AttributeChange[] {
  return Object.entries(values).map(([attribute, after]) => ({ attribute, before: null, after, why: [] }));
}

function status(outcome: Outcome): string {
  return outcome.status === 'failed' || outcome.status === 'unknown'
    ? `${outcome.status}: ${outcome.message}`
    : outcome.status;
}

const firsts = (samples: ReadonlyMap<string, readonly [Json, Json]>) =>
  Object.fromEntries([...samples].map(([name, [first]]) => [name, first]));

export const story: readonly Step[] = [
  {
    title: 'the tenant is read before anything is defined: no mark, and no object that bears one',
    run: async (story) => {
      const { facts, objects } = await story.read();
      assert.equal(facts.tenantId, story.target.tenantId);
      assert.equal(facts.markDefined, false);
      assert.ok(facts.markApplicationId, 'the application of the mark is known');
      assert.ok(
        facts.domains.some((domain) => domain.name === story.target.domain && domain.verified),
        'the domain is verified',
      );
      assert.deepEqual(
        objects.filter((object) => object.mark !== undefined),
        [],
      );
    },
  },
  {
    title: 'the extension that holds the mark is defined once, and a second time is nothing new',
    run: async (story) => {
      const { facts } = await story.read();
      const targets: readonly TenantType[] = ['user', 'group'];
      const applicationId = facts.markApplicationId ?? '';
      const what = { dataType: 'String', multiValued: false } as const;
      const define = { kind: 'defineExtension', name: 'lockstepOwner', targets, applicationId, ...what } as const;
      assert.equal(status(await story.do(define)), 'done');
      assert.equal(status(await story.do(define)), 'alreadyDone');
      const after = await story.read();
      assert.equal(after.facts.markDefined, true);
      assert.equal(after.facts.extensions.length, 1);
    },
  },
  {
    title: 'a person is created with anchor, mark and every attribute in one request',
    run: async (story) => {
      const made = await story.do(story.person(ADA, 'ada', firsts(story.target.samples.user)));
      assert.equal(status(made), 'done');
      const ada = await story.object(ADA);
      assert.equal(ada.anchor, anchorOf(ADA));
      assert.deepEqual(ada.mark, { workspace: 'contoso', connector: 'corp', anchor: ADA.slice(5) });
      assert.equal(ada.mastery, 'cloud');
      for (const [name, [first]] of story.target.samples.user) {
        assert.deepEqual(ada.attributes.get(name), first, `${name} of a new person`);
      }
    },
  },
  {
    title: 'creating it again finds the one there is, by its key and its mark',
    run: async (story) => {
      const name = story.target.samples.user.get('userPrincipalName')?.[0];
      const again = await story.do(story.person(ADA, 'ada', { userPrincipalName: name ?? '' }));
      assert.deepEqual(again, { status: 'done', id: story.id(ADA) });
    },
  },
  {
    title: 'a name that another object holds is a failure, and nothing is made',
    run: async (story) => {
      const name = story.target.samples.user.get('userPrincipalName')?.[0] ?? '';
      const before = (await story.read()).objects.length;
      const outcome = await story.do(story.person(GRACE, 'grace', { userPrincipalName: name }));
      assert.equal(outcome.status, 'failed');
      assert.equal((await story.read()).objects.length, before);
    },
  },
  {
    title: 'every attribute of a person is changed, and what is not named stays',
    run: async (story) => {
      const { samples } = story.target;
      for (const [name, [, second]] of samples.user) {
        if (story.target.connector.schema.get('user')?.attributes.get(name)?.write !== 'always') continue;
        assert.equal(status(await story.update('user', ADA, { [name]: second })), 'done', name);
      }
      const ada = await story.object(ADA);
      for (const [name, [first, second]] of samples.user) {
        const always = story.target.connector.schema.get('user')?.attributes.get(name)?.write === 'always';
        assert.deepEqual(ada.attributes.get(name), always ? second : first, `${name} after its change`);
      }
    },
  },
  {
    title: 'every attribute of a person that can be cleared is cleared',
    run: async (story) => {
      const clearable = [...story.target.samples.user.keys()].filter(
        (name) => story.target.connector.schema.get('user')?.attributes.get(name)?.clearable,
      );
      const nulls = Object.fromEntries(clearable.map((name) => [name, null]));
      assert.equal(status(await story.update('user', ADA, nulls)), 'done');
      const ada = await story.object(ADA);
      for (const name of clearable) assert.equal(ada.attributes.has(name), false, `${name} is cleared`);
      assert.ok(ada.attributes.has('displayName'), 'the others stay');
    },
  },
  {
    title: 'a group is created, changed and cleared in the same way',
    run: async (story) => {
      const { samples, connector } = story.target;
      const made = await story.do(story.create('group', TEAM, 'Team', firsts(samples.group)));
      assert.equal(status(made), 'done');
      for (const [name, [, second]] of samples.group) {
        const schema = connector.schema.get('group')?.attributes.get(name);
        if (schema?.write === 'always')
          assert.equal(status(await story.update('group', TEAM, { [name]: second })), 'done', name);
      }
      const team = await story.object(TEAM);
      assert.equal(team.anchor, anchorOf(TEAM));
      assert.deepEqual(team.mark, { workspace: 'contoso', connector: 'corp', anchor: TEAM.slice(5) });
      assert.equal(team.mailEnabled, false);
      for (const [name, [first, second]] of samples.group) {
        const always = connector.schema.get('group')?.attributes.get(name)?.write === 'always';
        assert.deepEqual(team.attributes.get(name), always ? second : first, `${name} of a group`);
      }
      const again = await story.do(story.create('group', TEAM, 'Team', firsts(samples.group)));
      assert.deepEqual(again, { status: 'done', id: story.id(TEAM) });
    },
  },
  {
    title: 'a member is added once, taken out once, and lives on',
    run: async (story) => {
      const object = story.ref('group', TEAM);
      const member = story.ref('user', ADA);
      const mark = markOf(TEAM);
      assert.equal(status(await story.do({ kind: 'addMember', object, member, mark })), 'done');
      assert.equal(status(await story.do({ kind: 'addMember', object, member, mark })), 'alreadyDone');
      assert.deepEqual((await story.read()).members.get(story.id(TEAM)), [story.id(ADA)]);
      assert.equal(status(await story.do({ kind: 'removeMember', object, member, mark })), 'done');
      assert.equal(status(await story.do({ kind: 'removeMember', object, member, mark })), 'alreadyDone');
      assert.deepEqual((await story.read()).members.get(story.id(TEAM)), []);
      await story.object(ADA);
    },
  },
  {
    title: 'a manager is set, read with the people, and taken away',
    run: async (story) => {
      assert.equal(status(await story.do(story.person(GRACE, 'grace'))), 'done');
      const [object, manager, mark] = [story.ref('user', ADA), story.ref('user', GRACE), markOf(ADA)];
      const set = { kind: 'setManager', object, mark, why: [] } as const;
      assert.equal(status(await story.do({ ...set, before: null, manager })), 'done');
      assert.equal((await story.object(ADA, true)).manager, story.id(GRACE));
      assert.equal((await story.object(ADA)).manager, undefined, 'managers are read only when asked for');
      assert.equal(status(await story.do({ ...set, before: manager, manager: null })), 'done');
      assert.equal(status(await story.do({ ...set, before: manager, manager: null })), 'alreadyDone');
      assert.equal((await story.object(ADA, true)).manager, undefined);
    },
  },
  {
    title: 'members that come together are all there, also when one of them is there already',
    run: async (story) => {
      const object = story.ref('group', TEAM);
      const mark = markOf(TEAM);
      const [ada, grace] = [story.ref('user', ADA), story.ref('user', GRACE)];
      const add = (member: ObjectRef) => story.do({ kind: 'addMember', object, member, mark });
      assert.deepEqual((await Promise.all([add(ada), add(grace)])).map(status), ['done', 'done']);
      const remove = await story.do({ kind: 'removeMember', object, member: ada, mark });
      assert.equal(status(remove), 'done');
      assert.deepEqual((await Promise.all([add(ada), add(grace)])).map(status), ['done', 'alreadyDone']);
      const members = (await story.read()).members.get(story.id(TEAM)) ?? [];
      assert.deepEqual([...members].sort(), [story.id(ADA), story.id(GRACE)].sort());
    },
  },
  {
    title: 'a person who leaves is disabled, and the mark says since when',
    run: async (story) => {
      const newMark = markOf(ADA, '2026-11-22');
      const object = story.ref('user', ADA);
      const changes = changed({ accountEnabled: false });
      const leave = {
        kind: 'leave',
        object,
        mark: markOf(ADA),
        newMark,
        changes,
        reason: '',
        deleteAfter: '',
        licences: 0,
      } as const;
      assert.equal(status(await story.do(leave)), 'done');
      const ada = await story.object(ADA);
      assert.equal(ada.attributes.get('accountEnabled'), false);
      assert.deepEqual(ada.mark, {
        workspace: 'contoso',
        connector: 'corp',
        anchor: ADA.slice(5),
        leavingSince: '2026-11-22',
      });
    },
  },
  {
    title: 'what is deleted is gone, lies in the bin with anchor and mark, and is deleted once',
    run: async (story) => {
      const remove = {
        kind: 'delete',
        object: story.ref('user', ADA),
        reason: '',
        mark: markOf(ADA),
        licences: 0,
      } as const;
      assert.equal(status(await story.do(remove)), 'done');
      assert.equal(status(await story.do(remove)), 'alreadyDone');
      const { objects, facts } = await story.read();
      assert.equal(
        objects.some((object) => object.id === story.id(ADA)),
        false,
      );
      const deleted = facts.deleted.find((object) => object.id === story.id(ADA));
      assert.equal(deleted?.anchor, anchorOf(ADA));
      assert.notEqual(deleted.mark, undefined);
    },
  },
  {
    title: 'what was never created is skipped, and nothing is sent',
    run: async (story) => {
      const unknown = story.ref('user', 'corp/00000000-0000-4000-8000-0000000000ff');
      const object = story.ref('group', TEAM);
      const outcomes = [
        await story.do({ kind: 'addMember', object, member: unknown, mark: markOf(TEAM) }),
        await story.do({ kind: 'update', object: unknown, from: '', mark: '', changes: changed({ city: 'Oslo' }) }),
        await story.do({ kind: 'delete', object: unknown, reason: '', mark: '', licences: 0 }),
      ];
      assert.deepEqual(outcomes.map(status), ['skipped', 'skipped', 'skipped']);
    },
  },
];

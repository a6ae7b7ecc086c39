import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { ObjectRef, Operation } from '../../src/model/plan.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { isReference, valuesOf } from '../../src/model/value.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf, withPolicy } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';

const DOCUMENTS = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  objects: { user: { all: [{ employeeType: { notEqual: Robot } }] } }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: strict }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 80
  link: join
  flows: { company: '=IIF([company]="broken", Error("broken"), [company])' }
`;

let rules: RuleSet;
beforeAll(async () => {
  const made = await rulesOf({ documents: DOCUMENTS });
  rules = withPolicy(made, { protect: [{ userPrincipalName: 'fay@contoso.com' }, { group: 'green' }] });
});

const runs = { numRuns: 400 };

test('a plan that was applied leaves nothing to do', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const first = planOf({ rules, source, tenant });
      const after = applied(tenant, first.body);
      const second = planOf({ rules, source, tenant: after });
      // A name or an anchor that a delete sets free is there for the next plan, never for the one that deletes.
      const frees = first.body.operations.some((one) => one.kind === 'delete');
      if (!frees) expect(second.told).toEqual([]);
      expect(planOf({ rules, source, tenant: applied(after, second.body) }).told).toEqual([]);
    }),
    runs,
  );
});

test('a body is plain data: nothing in it is undefined, and what is not known is not there', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const { body } = planOf({ rules, source, tenant });
      expect(JSON.parse(JSON.stringify(body))).toStrictEqual(body);
    }),
    runs,
  );
});

test('no operation touches what is not ours or must not be written', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const byId = new Map(tenant.objects.map((object) => [object.id, object]));
      for (const operation of planOf({ rules, source, tenant }).body.operations) {
        const target = byId.get(targetOf(operation)?.id ?? '');
        if (target !== undefined) expect(untouchable(target), `${operation.id} on ${target.id}`).toBeUndefined();
        if (operation.kind === 'removeMember') expect(isOurs(byId.get(operation.member.id ?? ''))).toBe(true);
      }
    }),
    runs,
  );

  function untouchable(object: TenantObject): string | undefined {
    if (!isOurs(object)) return 'no mark';
    if (object.mastery !== 'cloud') return object.mastery;
    if (object.guest || object.dynamicMembership || object.roleAssignable) return 'kind';
    if (object.managementRestricted || object.mailEnabled) return 'kind';
    return object.name === 'fay@contoso.com' || (object.type === 'group' && object.name === 'green')
      ? 'protected'
      : undefined;
  }
});

test('a privileged person or group is in no operation but as a member', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const privileged = new Set([...tenant.facts.privilegedUsers.keys(), ...tenant.facts.privilegedGroups.keys()]);
      for (const operation of planOf({ rules, source, tenant }).body.operations) {
        expect(privileged.has(targetOf(operation)?.id ?? '')).toBe(false);
        if (operation.kind === 'delete') expect(tenant.facts.grantingGroups.has(operation.object.id ?? '')).toBe(false);
      }
    }),
    runs,
  );
});

test('nobody is removed from a group that lists them, resolved or not', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const dns = new Map(source.map((one) => [`corp/${one.anchor}`, one.dn]));
      for (const operation of planOf({ rules, source, tenant }).body.operations) {
        if (operation.kind !== 'removeMember') continue;
        const group = source.find((one) => `corp/${one.anchor}` === operation.object.key);
        const listed = valuesOf(group?.attributes.get('member'))
          .filter(isReference)
          .map((one) => one.dn);
        expect(listed).not.toContain(dns.get(operation.member.key));
        // Who is removed is seen in the source: silence removes nobody.
        expect(dns.has(operation.member.key)).toBe(true);
      }
    }),
    runs,
  );
});

test('no manager is lost to a reference that leads nowhere', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      for (const operation of planOf({ rules, source, tenant }).body.operations) {
        if (operation.kind !== 'setManager' || operation.manager !== null) continue;
        const object = source.find((one) => `corp/${one.anchor}` === operation.object.key);
        expect(object?.attributes.has('manager')).toBe(false);
      }
    }),
    runs,
  );
});

test('who is in the source is never disabled or deleted, unless filtered out', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const staff = source
        .filter((one) => one.attributes.get('employeeType') !== 'Robot')
        .map((one) => `corp/${one.anchor}`);
      for (const operation of planOf({ rules, source, tenant }).body.operations) {
        if (operation.kind === 'leave' || operation.kind === 'delete')
          expect(staff).not.toContain(operation.object.key);
      }
    }),
    runs,
  );
});

test('equal inputs give equal bytes; what no rule reads changes nothing', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const plan = planOf({ rules, source, tenant });
      const again = planOf({
        rules,
        source: source.toReversed(),
        tenant: { ...tenant, objects: tenant.objects.toReversed() },
      });
      expect(again.digest).toBe(plan.digest);
      const noisy = source.map((one) => ({
        ...one,
        attributes: new Map([...one.attributes, ['info', 'changed'], ['uSNChanged', 7]]),
      }));
      expect(planOf({ rules, source: noisy, tenant }).digest).toBe(plan.digest);
    }),
    { numRuns: 200 },
  );
});

function targetOf(operation: Operation): ObjectRef | undefined {
  return operation.kind === 'defineExtension' ? undefined : operation.object;
}

function isOurs(object: TenantObject | undefined): boolean {
  return typeof object?.mark === 'object' && object.mark.workspace === 'contoso';
}

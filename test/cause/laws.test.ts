import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { tenantSchema } from '../../src/app/registry.ts';
import { causesOf } from '../../src/cause/index.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import { causeLookup, causes } from '../../src/model/cause.ts';
import type { ChangeCause } from '../../src/model/cause.ts';
import type { PlanBody } from '../../src/model/plan.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { baselineOf, carried, edited, partsOf, tenantEdit, TOOL } from './world.ts';

const FILTER = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  objects: { user: { all: [{ employeeType: { notEqual: Robot } }] } }
`;
const rule = (name: string, precedence: number, flows: string) => `---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: ${precedence}
  link: join
  flows:
    ${flows}
`;
const STRICT = rule('strict', 80, `company: '=IIF([company]="broken", Error("broken"), [company])'`);

/** What a person would do to the rules. */
const RULE_EDITS = [
  '',
  rule('unit', 50, `department: '="Unit " & [department]'`),
  rule('titles', 50, `title: '=IIF(IsPresent([department]), [department], "none")'`),
  rule('switch', 40, `accountEnabled: '=IIF([department]="R", False, BitAnd([userAccountControl],2) = 0)'`),
  rule('nobody', 50, `userPrincipalName: '=IIF([department]="S", NULL, [userPrincipalName])'`),
  rule('mistake', 50, `displayName: '=IIF([department]="R", Error("no"), [displayName])'`),
];

let rules: readonly RuleSet[];
beforeAll(async () => {
  rules = await Promise.all(RULE_EDITS.map((edit) => rulesOf({ documents: `${FILTER}${STRICT}${edit}` })));
});

const scenario = fc.record({
  world: generatedWorld,
  later: generatedWorld,
  before: fc.nat(RULE_EDITS.length - 1),
  after: fc.nat(RULE_EDITS.length - 1),
  /** Whose objects of the source are those of the later world. */
  changed: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  edits: fc.array(tenantEdit, { maxLength: 3 }),
  meanwhile: fc.array(tenantEdit, { maxLength: 1 }),
  /** Operations of the first and the second run that are not done. */
  leftOut: fc.array(fc.nat(60), { maxLength: 2 }),
  runs: fc.constantFrom(1, 2, 2, 3),
  day: fc.constantFrom('2026-11-22', '2026-11-22', '2027-02-01'),
  withBase: fc.boolean(),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** The runs before: each plans, does what it may, and notes what it leaves. */
function past({ world, before, leftOut, runs, meanwhile }: Scenario): { tenant: TenantPopulation; baseline: Baseline } {
  let { tenant } = world;
  let baseline: Baseline | undefined;
  const ruleSet = rules[before]!;
  for (let run = 0; run < runs; run++) {
    const { body } = planOf({ rules: ruleSet, source: world.source, tenant });
    const { done, results } = carried(body, (index) => leftOut.includes(index) && run < 2);
    // Somebody is at work between the plan and the read of the apply, but not where nothing was noted before.
    const touched = new Set(body.operations.flatMap((one) => (one.kind === 'defineExtension' ? [] : [one.object.id])));
    const quiet = baseline === undefined || run + 1 < runs ? [] : meanwhile;
    const now = edited(
      tenant,
      quiet.filter((edit) => !touched.has(tenant.objects[edit.index % tenant.objects.length]?.id)),
    );
    baseline = baselineOf({
      rules: ruleSet,
      tenant: now,
      body,
      results,
      ...(baseline === undefined ? {} : { previous: baseline }),
    });
    tenant = applied(now, done);
  }
  return { tenant, baseline: baseline! };
}

function mixed(former: readonly SourceObject[], later: readonly SourceObject[], changed: readonly boolean[]) {
  const names = [...new Set([...former, ...later].map(({ anchor }) => anchor))].sort();
  return names.flatMap((anchor, index) => {
    const from = changed[index % changed.length] === true ? later : former;
    return from.filter((one) => one.anchor === anchor);
  });
}

type Kind = Exclude<ChangeCause, 'unknown'>;

/** Plans of every combination of the three: what came up without one of them was not made by it. */
function plans(made: Scenario, tenant: TenantPopulation): (...kinds: readonly Kind[]) => PlanBody {
  const source = mixed(made.world.source, made.later.source, made.changed);
  const changedTenant = edited(tenant, made.edits);
  const known = new Map<string, PlanBody>();
  return (...kinds) => {
    const key = [...kinds].sort().join();
    const isNew = (kind: Kind): boolean => kinds.includes(kind);
    const body =
      known.get(key) ??
      planOf({
        rules: rules[isNew('rule') ? made.after : made.before]!,
        source: isNew('source') ? source : made.world.source,
        tenant: isNew('drift') ? changedTenant : tenant,
        asOf: isNew('source') ? made.day : '2026-11-22',
      }).body;
    known.set(key, body);
    return body;
  };
}

const KINDS: readonly Kind[] = ['rule', 'source', 'drift'];

test('every cause is a true one: without it the change would not be there, or it alone would have made it', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(scenario, (made) => {
      const { tenant, baseline } = past(made);
      const of = plans(made, tenant);
      const body = of('rule', 'source', 'drift');
      const base = of('source', 'drift');
      const ruleSet = rules[made.after]!;
      const found = causesOf({
        body,
        baseline,
        rulesDigest: ruleSet.digest,
        tool: TOOL,
        ...(made.withBase ? { base: { body: base, rulesDigest: rules[made.before]!.digest } } : {}),
        schema: tenantSchema,
      });
      const lookup = causeLookup(found);
      for (const [part, { operation, attribute }] of partsOf(body)) {
        const cause = lookup(operation, attribute);
        seen.set(cause, (seen.get(cause) ?? 0) + 1);
        if (cause === 'unknown') continue;
        const others = KINDS.filter((kind) => kind !== cause);
        const isNeeded = !partsOf(of(...others)).has(part);
        const isEnough = partsOf(of(cause)).has(part) && !partsOf(of()).has(part);
        expect(isNeeded || isEnough, `${cause}: ${part}`).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
  for (const cause of causes) expect(seen.get(cause) ?? 0, cause).toBeGreaterThan(20);
});

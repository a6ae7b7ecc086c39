import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '../../src/assess/index.ts';
import { featureKinds, situationKinds } from '../../src/model/assessment.ts';
import type { AssessmentInput } from '../../src/model/assessment.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { AD, connector, ENTRA, entra, rule, serverOf, WORKSPACE } from './inputs.ts';

const TYPES = ['user', 'group', 'contact', 'device', 'publicFolder', 'person'];

const anyRule = fc
  .record({
    name: fc.string(),
    tag: fc.option(fc.constant('Microsoft.X.001'), { nil: undefined }),
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    disabled: fc.boolean(),
    connector: fc.constantFrom(AD, ENTRA, 'elsewhere'),
    sourceType: fc.constantFrom(...TYPES),
    targetType: fc.constantFrom(...TYPES),
    link: fc.constantFrom('provision', 'join', 'joinNoFlow'),
    writes: fc.subarray(['proxyAddresses', 'extension_x', 'msExchY', 'mail']),
  })
  .map(rule);

const anySettings = fc.dictionary(
  fc.constantFrom(
    'Synchronize.StagingMode',
    'OptionalFeature.PasswordHashSync',
    'OptionalFeature.DirectoryExtension',
    'UserSignIn.SignOnMethod',
    'SynchronizationOption.AnchorAttribute',
    'SynchronizationOption.JoinCriteria',
  ),
  fc.constantFrom('True', 'False', 'ObjectSID', 'objectGUID', 'Federation', ''),
);

const anyServer = fc
  .record({
    rules: fc.array(anyRule, { maxLength: 5 }),
    settings: anySettings,
    connectors: fc.subarray([connector(), connector({ id: 'ad-2' }), entra, connector({ id: 'x', kind: 'other' })]),
    whole: fc.boolean(),
  })
  .map(serverOf);

const anyTenant = fc
  .record({ world: generatedWorld, liveSync: fc.boolean() })
  .map(({ world: { tenant }, liveSync }) => ({
    origin: 'tenant.snapshot',
    facts: { ...tenant.facts, liveSync },
    objects: tenant.objects,
  }));

const anyInput: fc.Arbitrary<AssessmentInput> = fc.record(
  { export: anyServer, tenant: anyTenant, workspace: fc.constant(WORKSPACE) },
  { requiredKeys: [] },
);

test('everything has its place once; what holds has evidence, what is unknown says what is missing', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { situations, features, next } = assess(input);
      expect(situations.map(({ kind }) => kind)).toEqual(situationKinds);
      expect(features.map(({ kind }) => kind)).toEqual(featureKinds);
      for (const { standing, evidence, missing } of situations) {
        expect(missing !== undefined).toBe(standing === 'unknown');
        if (standing === 'holds') expect(evidence.length).toBeGreaterThan(0);
      }
      for (const { use, evidence, missing } of features) {
        expect(evidence.length > 0).toBe(use === 'inUse');
        expect(missing !== undefined).toBe(use === 'unknown');
      }
      expect(next).toHaveLength(3);
    }),
  );
});

test('never greenfield and anything else of an engine at once', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const holds = assess(input).situations.filter(({ standing }) => standing === 'holds');
      const of = new Set(holds.map(({ kind }) => kind));
      const engines = (['liveConnect', 'cloudSync', 'formerlySynced'] as const).filter((kind) => of.has(kind));
      if (of.has('greenfield')) expect(engines).toEqual([]);
      if (of.has('formerlySynced')) expect(engines).toEqual(['formerlySynced']);
    }),
  );
});

test('nothing works by itself while another engine is live, but what was moved to the cloud', () => {
  fc.assert(
    fc.property(anyInput, anyTenant, (input, tenant) => {
      const live = { ...tenant, facts: { ...tenant.facts, liveSync: true } };
      const works = assess({ ...input, tenant: live }).features.filter(({ verdict }) => verdict === 'works');
      expect(works.map(({ kind }) => kind)).toEqual(['movedToCloud']);
    }),
  );
});

test('a tenant beside an export never makes unknown what is known', () => {
  fc.assert(
    fc.property(anyServer, anyTenant, (server, tenant) => {
      const before = assess({ export: server }).features;
      const after = assess({ export: server, tenant }).features;
      before.forEach(({ use, kind }, index) => {
        if (use !== 'unknown') expect(after[index]?.use, kind).not.toBe('unknown');
      });
    }),
  );
});

test('the order of objects changes nothing', () => {
  fc.assert(
    fc.property(anyServer, anyTenant, (server, tenant) => {
      const turned = { ...tenant, objects: tenant.objects.toReversed() };
      expect(assess({ export: server, tenant: turned })).toEqual(assess({ export: server, tenant }));
    }),
  );
});

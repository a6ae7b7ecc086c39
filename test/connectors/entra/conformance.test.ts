import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entraSchema } from '../../../src/connectors/entra/index.ts';
import type { TenantType } from '../../../src/model/tenant.ts';
import { Story, story } from '../../conformance/target.ts';
import { samples } from './samples.ts';
import { connectorTo, contextWith, startSandbox, TENANT } from './sandbox.ts';
import type { RunningSandbox } from './sandbox.ts';

describe('the connector of Entra ID is a target', () => {
  let sandbox: RunningSandbox;
  let told: Story;

  beforeAll(async () => {
    sandbox = await startSandbox([]);
    const connector = connectorTo(sandbox);
    const domain = 'contoso.onmicrosoft.com';
    told = new Story({ connector, context: contextWith(), tenantId: TENANT, domain, samples });
  });
  afterAll(() => sandbox.stop());

  for (const step of story) test(step.title, () => step.run(told));
});

describe('every attribute of the schema is exercised', () => {
  test.each<TenantType>(['user', 'group'])('%s', (type) => {
    const attributes = [...(entraSchema.get(type)?.attributes ?? [])];
    const writable = attributes.filter(([, schema]) => schema.write !== 'never' && schema.syntax !== 'reference');
    expect([...samples[type].keys()].sort()).toEqual(writable.map(([name]) => name).sort());
    for (const [name, schema] of attributes) {
      if (schema.write !== 'always') expect(schema.reason, `${name} says why`).toMatch(/\w{3}/);
    }
  });

  test('references have operations of their own', () => {
    const references = [...entraSchema].flatMap(([type, { attributes }]) =>
      [...attributes].filter(([, one]) => one.syntax === 'reference').map(([name]) => `${type}.${name}`),
    );
    expect(references.sort()).toEqual(['contact.manager', 'group.members', 'user.manager']);
  });
});

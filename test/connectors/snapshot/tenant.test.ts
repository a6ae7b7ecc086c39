import { expect, test } from 'vitest';
import type { TenantRequest } from '../../../src/model/tenant.ts';
import { contextOf } from '../../conformance/source.ts';
import { refusalOf } from '../../support/run/failure.ts';
import { temporaryFolder } from '../../support/run/folder.ts';
import { ourGroup, tenantOf } from '../../support/world/tenant.ts';
import { OWNER_APPLICATION, fileIn, openSource, openTenant, tenantRequest, writeSource, writeTenant } from './files.ts';

const OWN = 'extension_6f0c1a528f0a4a579d572f4e9b6f1d33_costCentre';
const definesNothing = { extensionApplications: [{ applicationId: OWNER_APPLICATION, id: 'o', defines: [] }] };
const asking = (user: readonly string[], managers = false): TenantRequest => ({
  attributes: { user, group: [] },
  managers,
});

test('what was not read is lacking; an extension that is not defined has nothing to read', async () => {
  const file = fileIn(temporaryFolder());
  const foreign = OWN.replace('6f0c', '0000');
  await writeTenant(file, tenantOf({ facts: definesNothing }), { ...tenantRequest, managers: false });
  const tenant = await openTenant(file);
  expect(tenant.lacking(asking(['mail', OWN]))).toEqual([]);
  expect(tenant.lacking(asking(['city', foreign], true))).toEqual([
    { type: 'user', attribute: 'city' },
    { type: 'user', attribute: foreign },
    { type: 'user', attribute: 'manager' },
  ]);
  expect(await refusalOf(() => tenant.read(asking(['city']), () => false, contextOf()))).toBe('SNP004 exit 3');
});

test('an extension that is defined for a type and was not read of it is lacking', async () => {
  const file = fileIn(temporaryFolder());
  const property = { name: OWN, dataType: 'String', multiValued: false, targets: ['User'] };
  const extensionApplications = [{ applicationId: OWNER_APPLICATION, id: 'o', defines: [property] }];
  await writeTenant(file, tenantOf({ facts: { extensionApplications } }));
  const request = { attributes: { user: [OWN], group: [OWN] }, managers: false };
  expect((await openTenant(file)).lacking(request)).toEqual([{ type: 'user', attribute: OWN }]);
});

test('an extension whose definition was not read is lacking, although its values were', async () => {
  const file = fileIn(temporaryFolder());
  await writeTenant(file, tenantOf(), asking([OWN]));
  expect((await openTenant(file)).lacking(asking([OWN]))).toEqual([{ type: 'user', attribute: OWN }]);
});

test('what applications define comes back as it was read, and takes a version of its own', async () => {
  const file = fileIn(temporaryFolder());
  const property = { name: OWN, dataType: 'Integer', multiValued: true, targets: ['Group', 'User'] };
  const extensionApplications = [
    { applicationId: 'gone', defines: [] },
    { applicationId: OWNER_APPLICATION, id: 'o', defines: [property] },
  ];
  await writeTenant(file, tenantOf({ facts: { extensionApplications } }));
  const tenant = await openTenant(file);
  expect(tenant.head.version).toBe(2);
  const { facts } = await tenant.read(tenantRequest, () => true, contextOf());
  expect(facts.extensionApplications).toEqual(extensionApplications);
  await writeTenant(file, tenantOf());
  expect((await openTenant(file)).head).toMatchObject({ version: 1 });
});

test('a group whose members were not read is not a group without members', async () => {
  const file = fileIn(temporaryFolder());
  const { facts } = tenantOf();
  await writeTenant(file, { facts, objects: [ourGroup('staff')], members: new Map() });
  const tenant = await openTenant(file);
  expect(await refusalOf(() => tenant.read(tenantRequest, () => true, contextOf()))).toBe('SNP004 exit 3');
  expect(await refusalOf(() => tenant.read(tenantRequest, () => false, contextOf()))).toBe('not refused');
});

test('cannot be written, and is no source', async () => {
  const file = fileIn(temporaryFolder());
  await writeTenant(file, tenantOf());
  expect(await openTenant(file)).not.toHaveProperty('execute');
  expect(await refusalOf(() => openSource(file))).toBe('SNP006 exit 3');
  await writeSource(file, []);
  expect(await refusalOf(() => openTenant(file))).toBe('SNP006 exit 3');
});

import { fail } from '../../../kernel/diagnostic.ts';
import { compareText } from '../../../kernel/text.ts';
import type { DefinedExtension, ExtensionApplication } from '../../../model/directory-extension.ts';
import type { TenantDomain, TenantFacts } from '../../../model/tenant.ts';
import { notUnderstood } from '../errors.ts';
import { EXTENSION_PROPERTIES_QUERY, extensionIn, extensionPropertiesPath } from '../extension-properties.ts';
import { literal, markNameOf } from '../names.ts';
import { readAll } from './reader.ts';
import type { Item, Reader } from './reader.ts';

const ORGANIZATION = { what: 'the organization', permission: 'Organization.Read.All' };
const DOMAINS = { what: 'the domains', permission: 'Domain.Read.All' };
const APPLICATION = { what: 'the applications that define directory extensions', permission: 'Application.Read.All' };

type Organization = Pick<TenantFacts, 'tenantId' | 'displayName' | 'liveSync'>;

/** The tenant itself; another one than the topology pins is where everything stops. */
export async function readOrganization(reader: Reader, pinned: string): Promise<Organization> {
  const found = await readAll(reader, '/organization?$select=id,displayName,onPremisesSyncEnabled', ORGANIZATION);
  const [organization] = found;
  if (organization === undefined || found.length > 1) {
    throw notUnderstood(ORGANIZATION.what, `there are ${found.length} of them`);
  }
  if (organization.id.toLowerCase() !== pinned.toLowerCase()) {
    fail('ENT004', {
      detail: `The topology names the tenant ${pinned}, the credential opens ${organization.id}.`,
      subject: organization.id,
    });
  }
  const { displayName, onPremisesSyncEnabled } = organization;
  return {
    tenantId: organization.id,
    displayName: typeof displayName === 'string' ? displayName : organization.id,
    liveSync: onPremisesSyncEnabled === true,
  };
}

export async function readDomains(reader: Reader): Promise<readonly TenantDomain[]> {
  const domains = await readAll(reader, '/domains?$select=id,authenticationType,isVerified,isInitial', DOMAINS);
  return domains
    .map((domain) => ({
      name: domain.id.toLowerCase(),
      verified: domain['isVerified'] === true,
      federated: domain['authenticationType'] === 'Federated',
      initial: domain['isInitial'] === true,
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

type Extensions = Pick<TenantFacts, 'markApplicationId' | 'markDefined' | 'extensions' | 'extensionApplications'>;

/** The extension properties of the application that holds the owner mark, and of those that the topology names. */
export async function readExtensions(
  reader: Reader,
  markApplicationId: string,
  declared: readonly string[],
): Promise<Extensions> {
  const ids = [...new Set([markApplicationId, ...declared])];
  const read = await Promise.all(ids.map((id) => readApplication(reader, id)));
  const mark = read.find((one) => one.applicationId === markApplicationId);
  const names = mark?.defines.map(({ name }) => name) ?? [];
  const applications = read.filter((one) => declared.includes(one.applicationId));
  return {
    markApplicationId: mark?.id,
    markDefined: names.includes(markNameOf(markApplicationId)),
    extensions: names,
    ...(declared.length === 0 ? {} : { extensionApplications: sortedBy(applications, (one) => one.applicationId) }),
  };
}

async function readApplication(reader: Reader, applicationId: string): Promise<ExtensionApplication> {
  const filter = `appId%20eq%20${literal(applicationId)}`;
  const [application] = await readAll(reader, `/applications?$filter=${filter}&$select=id,appId`, APPLICATION);
  if (application === undefined) return { applicationId, defines: [] };
  const path = extensionPropertiesPath(application.id) + EXTENSION_PROPERTIES_QUERY;
  const properties = (await readAll(reader, path, APPLICATION)).map(definedExtension);
  return { applicationId, id: application.id, defines: sortedBy(properties, ({ name }) => name) };
}

function definedExtension(item: Item): DefinedExtension {
  const found = extensionIn(item);
  if (found === undefined) throw notUnderstood(APPLICATION.what, 'an extension property has no name');
  return found;
}

function sortedBy<T>(list: readonly T[], key: (one: T) => string): readonly T[] {
  return list.toSorted((a, b) => compareText(key(a), key(b)));
}

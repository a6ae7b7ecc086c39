import { fail } from '../../../kernel/diagnostic.ts';
import { compareText } from '../../../kernel/text.ts';
import type { TenantDomain, TenantFacts } from '../../../model/tenant.ts';
import { notUnderstood } from '../errors.ts';
import { literal, markNameOf } from '../names.ts';
import { readAll } from './reader.ts';
import type { Reader } from './reader.ts';

const ORGANIZATION = { what: 'the organization', permission: 'Organization.Read.All' };
const DOMAINS = { what: 'the domains', permission: 'Domain.Read.All' };
const APPLICATION = { what: 'the application that holds the owner mark', permission: 'Application.Read.All' };

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

type Extensions = Pick<TenantFacts, 'markApplicationId' | 'markDefined' | 'extensions'>;

/** The application that holds the owner mark and the extension properties that are defined on it. */
export async function readExtensions(reader: Reader, applicationId: string): Promise<Extensions> {
  const filter = `appId%20eq%20${literal(applicationId)}`;
  const [application] = await readAll(reader, `/applications?$filter=${filter}&$select=id,appId`, APPLICATION);
  if (application === undefined) return { markApplicationId: undefined, markDefined: false, extensions: [] };
  const path = `/applications/${encodeURIComponent(application.id)}/extensionProperties?$select=id,name`;
  const properties = await readAll(reader, path, APPLICATION);
  const extensions = properties.map((property) => {
    const { name } = property;
    if (typeof name !== 'string') throw notUnderstood(APPLICATION.what, 'an extension property has no name');
    return name;
  });
  return {
    markApplicationId: application.id,
    markDefined: extensions.includes(markNameOf(applicationId)),
    extensions: extensions.sort(),
  };
}

import { faults } from '../faults.ts';
import { isObject, strings, type Json } from '../json.ts';
import { userSchema } from '../schema/user.ts';
import { text, type Properties } from '../store/entity.ts';
import { verifiedDomain, type Tenant } from '../tenant/tenant.ts';

/** Refuses a sign-in name outside the verified domains, and one in a federated domain without an anchor. */
export function requireUsableName(tenant: Tenant, properties: Properties): void {
  const name = text({ properties }, 'userPrincipalName') ?? '';
  const domain = verifiedDomain(tenant.store, name.slice(name.indexOf('@') + 1));
  if (domain === undefined) throw faults.unverifiedDomain();
  // Assumption: the text of the refusal; Microsoft documents only that the property is required then.
  if (text(domain, 'authenticationType') === 'Federated' && properties['onPremisesImmutableId'] === undefined) {
    throw faults.required('onPremisesImmutableId', userSchema.resource);
  }
}

/** What is stored of a password profile: everything but the password, which never comes back. */
export function checkedPasswordProfile(profile: Json | undefined, action: 'create' | 'update'): Json {
  if (!isObject(profile)) throw faults.invalidValue('passwordProfile', userSchema.resource);
  const { password, ...rest } = profile;
  if (password === undefined && action === 'create') throw faults.required('password', userSchema.resource);
  if (password !== undefined && !(typeof password === 'string' && isStrong(password))) throw faults.weakPassword();
  return {
    forceChangePasswordNextSignIn: action === 'create',
    forceChangePasswordNextSignInWithMfa: false,
    ...rest,
    password: null,
  };
}

/** https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy: 8 to 256 characters, three of four classes. */
function isStrong(password: string): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return password.length >= 8 && password.length <= 256 && /^[\x20-\x7e]+$/.test(password) && classes >= 3;
}

/** A new mail becomes the primary address; the former primary stays as a secondary one. */
export function addressesWithMail(properties: Properties, mail: string): readonly string[] {
  const others = strings(properties['proxyAddresses'])
    .filter((address) => address.toLowerCase() !== `smtp:${mail.toLowerCase()}`)
    .map((address) => (address.startsWith('SMTP:') ? `smtp:${address.slice(5)}` : address));
  return [`SMTP:${mail}`, ...others];
}

import type { Json } from '../kernel/canonical-json.ts';
import { append } from '../kernel/multimap.ts';
import { foldCase } from '../kernel/text.ts';
import { domainOf } from '../model/live-sync.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { DifferenceClass, ParityDifference } from '../model/parity.ts';
import type { AttributeSchema } from '../model/schema.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { ParityInput, SourceFacts } from './input.ts';
import type { Pair } from './pair.ts';
import {
  exportedOf,
  frontOf,
  isMadeOfName,
  serviceContext,
  serviceMails,
  serviceNicknames,
  serviceUpns,
  textOf,
} from './service.ts';
import type { Exported, ServiceContext } from './service.ts';

/** Gives a difference its class; whatever is not proven stays a difference. */
export type Classify = (pair: Pair, schema: AttributeSchema, difference: ParityDifference) => ParityDifference;

type Verdict = { readonly class: DifferenceClass; readonly note?: string } | undefined;

/** Prepares what the classes are decided by: the calculation of the service, and who holds which address. */
export function classifier(input: ParityInput): Classify {
  const context = serviceContext(input.tenant.facts.domains);
  const holders = holdersOf(input.tenant.objects);
  const othersOf = (object: TenantObject, address: string): TenantObject | undefined =>
    holders.get(foldCase(address))?.find((one) => one !== object);

  const ofUser = ({ desired, object }: Pair, { attribute, tenant, rules }: ParityDifference): Verdict => {
    if (attribute === 'usageLocation') return usageLocation(tenant, rules);
    if (typeof rules !== 'string' && rules !== null) return undefined;
    const exported = exportedOf(desired, input.sourceOf(desired.key));
    switch (attribute) {
      case 'userPrincipalName':
        return (
          calculatedUpn({ exported, object, tenant, rules, context, input }) ??
          quarantinedUpn({ exported, object, tenant, rules, context, othersOf })
        );
      case 'mailNickname':
        return calculatedNickname(exported, tenant);
      case 'mail':
        return (
          calculatedMail(exported, object, tenant, context) ??
          quarantinedMail({ exported, object, tenant, rules, context, othersOf })
        );
      default:
        return undefined;
    }
  };

  const ofGroup = ({ desired }: Pair, { attribute, tenant }: ParityDifference): Verdict => {
    if (attribute !== 'mailNickname') return undefined;
    return calculatedGroupNickname(desired, input.sourceOf(desired.key), tenant);
  };

  return (pair, schema, difference) => {
    const special = pair.desired.type === 'user' ? ofUser : ofGroup;
    const verdict = general(pair, schema, difference) ?? special(pair, difference);
    return verdict === undefined ? difference : { ...difference, ...verdict };
  };
}

function general({ desired }: Pair, schema: AttributeSchema, { attribute, tenant }: ParityDifference): Verdict {
  if (schema.inLists === false && tenant === null) return { class: 'notExposed' };
  return desired.once.has(attribute) ? { class: 'setOnce' } : undefined;
}

function usageLocation(tenant: Json, rules: Json): Verdict {
  const isCloudSet = rules === null && typeof tenant === 'string' && /^[A-Z]{2}$/i.test(tenant);
  return isCloudSet ? { class: 'usageLocation' } : undefined;
}

interface Asked {
  readonly exported: Exported;
  readonly object: TenantObject;
  readonly tenant: Json;
  readonly rules: Json;
  readonly context: ServiceContext;
}

function calculatedUpn({
  exported,
  object,
  tenant,
  rules,
  context,
  input,
}: Asked & { readonly input: ParityInput }): Verdict {
  if (typeof tenant !== 'string' || typeof rules !== 'string') return undefined;
  if (context.verified.has(domainOf(rules)) && !input.isRefusedName(rules)) return undefined;
  return serviceUpns(exported, object, context).has(foldCase(tenant)) ? { class: 'serviceUpn' } : undefined;
}

const OF_THE_FIRST = 'the service keeps what it made when the person came';

function calculatedNickname(exported: Exported, tenant: Json): Verdict {
  if (typeof tenant !== 'string' || exported.mailNickname !== null) return undefined;
  const at = serviceNicknames(exported).findIndex((one) => foldCase(one) === foldCase(tenant));
  if (at < 0) return undefined;
  return { class: 'serviceMailNickname', ...(at === 0 ? {} : { note: OF_THE_FIRST }) };
}

function calculatedGroupNickname(desired: DesiredObject, source: SourceFacts | undefined, tenant: Json): Verdict {
  const exported = exportedOf(desired, source);
  if (typeof tenant !== 'string' || exported.mailNickname !== null) return undefined;
  const names = [
    desired.attributes.get('displayName')?.value,
    ...['displayName', 'cn', 'sAMAccountName'].map((name) => source?.attributes.get(name)),
  ].filter((name) => typeof name === 'string');
  const isOfAddress = serviceNicknames(exported).some((one) => foldCase(one) === foldCase(tenant));
  return isOfAddress || isMadeOfName(tenant, names) ? { class: 'serviceMailNickname' } : undefined;
}

function calculatedMail(exported: Exported, object: TenantObject, tenant: Json, context: ServiceContext): Verdict {
  if (typeof tenant !== 'string') return undefined;
  return serviceMails(exported, object, context).has(foldCase(tenant)) ? { class: 'proxyCalculation' } : undefined;
}

interface AskedOfHolders extends Asked {
  readonly othersOf: (object: TenantObject, address: string) => TenantObject | undefined;
}

/**
 * The name is somebody else's: the service takes its front part, four digits and the initial domain. The digits are
 * chance; that the name is taken has to be seen.
 */
function quarantinedUpn({ object, tenant, rules, context, othersOf }: AskedOfHolders): Verdict {
  if (typeof tenant !== 'string' || typeof rules !== 'string' || context.initialDomain === undefined) return undefined;
  const front = frontOf(rules);
  const [given = '', domain] = [frontOf(tenant), domainOf(tenant)];
  if (front === undefined || domain !== context.initialDomain) return undefined;
  if (!foldCase(given).startsWith(foldCase(front)) || !/^\+?\d{4}$/.test(given.slice(front.length))) return undefined;
  return conflict(object, 'userprincipalname', rules, othersOf(object, rules));
}

/** The address is somebody else's: mail stays empty, or is what the calculation makes of the addresses that are left. */
function quarantinedMail({ exported, object, tenant, rules, context, othersOf }: AskedOfHolders): Verdict {
  if (typeof rules !== 'string') return undefined;
  const found = conflict(object, 'proxyaddress', rules, othersOf(object, rules));
  if (found === undefined || tenant === null) return found;
  if (typeof tenant !== 'string') return undefined;
  const isOther = (address: string): boolean => foldCase(address) !== foldCase(rules);
  const rest: Exported = {
    ...exported,
    mail: null,
    proxyAddresses: exported.proxyAddresses.filter((one) => isOther(one.slice(one.indexOf(':') + 1))),
  };
  return serviceMails(rest, object, context).has(foldCase(tenant)) ? found : undefined;
}

/** The conflict as the tenant itself tells it, or the other holder. */
function conflict(object: TenantObject, property: string, value: string, other: TenantObject | undefined): Verdict {
  if (isTold(object, property, value))
    return { class: 'duplicateQuarantine', note: `the tenant tells of the conflict over ${value}` };
  if (other === undefined) return undefined;
  return { class: 'duplicateQuarantine', note: `${other.name} (${other.type} ${other.id}) holds ${value}` };
}

/** Does `onPremisesProvisioningErrors` say so? (learn.microsoft.com: "onPremisesProvisioningError resource type") */
function isTold({ attributes }: TenantObject, property: string, value: string): boolean {
  const errors = attributes.get('onPremisesProvisioningErrors');
  if (!Array.isArray(errors)) return false;
  return (errors as readonly Json[]).some((error) => {
    if (typeof error !== 'object' || error === null || Array.isArray(error)) return false;
    const { propertyCausingError, value: told } = error as Readonly<Record<string, Json>>;
    if (typeof propertyCausingError !== 'string' || typeof told !== 'string') return false;
    // ProxyAddress in the documentation, ProxyAddresses in answers.
    const names = foldCase(propertyCausingError).replace(/proxyaddresses$/, 'proxyaddress') === property;
    return names && foldCase(told.replace(/^smtp:/i, '')) === foldCase(value);
  });
}

/** Who holds which name or address, by its folded text. */
function holdersOf(objects: readonly TenantObject[]): ReadonlyMap<string, readonly TenantObject[]> {
  const holders = new Map<string, TenantObject[]>();
  for (const object of objects) {
    const proxies = object.attributes.get('proxyAddresses');
    const addresses = Array.isArray(proxies) ? (proxies as readonly Json[]) : [];
    const names = new Set<string>(object.type === 'user' ? [foldCase(object.name)] : []);
    const mail = textOf(object, 'mail');
    if (mail !== undefined) names.add(foldCase(mail));
    for (const one of addresses) if (typeof one === 'string' && /^smtp:/i.test(one)) names.add(foldCase(one.slice(5)));
    for (const name of names) append(holders, name, object);
  }
  return holders;
}

import { primaryOf } from './service.ts';
import type { Addresses } from './service.ts';

/** As Graph shows it (learn.microsoft.com: "onPremisesProvisioningError resource type"). */
export interface ProvisioningError {
  readonly category: 'PropertyConflict';
  readonly propertyCausingError: 'UserPrincipalName' | 'ProxyAddresses';
  readonly value: string;
  readonly occurredDateTime: string;
}

/**
 * Who has a sign-in name or an address keeps it; of who comes later the value is put aside, and the object is written
 * without it (learn.microsoft.com: "Identity synchronization and duplicate attribute resiliency").
 */
export class Quarantine {
  readonly #names = new Set<string>();
  readonly #addresses = new Set<string>();
  readonly #at: string;

  constructor(at: string) {
    this.#at = at;
  }

  /** The name, or where it is taken `prefix+1234@initial`. */
  claimName(name: string, digits: string, initial: string, errors: ProvisioningError[]): string {
    if (this.#take(this.#names, name)) return name;
    errors.push(this.#conflict('UserPrincipalName', name));
    const placeholder = `${name.split('@')[0]!}+${digits}@${initial}`;
    this.#take(this.#names, placeholder);
    return placeholder;
  }

  /** Only SMTP addresses are put aside. Mail is the primary one, and goes with it. */
  claimAddresses({ proxyAddresses, mail }: Addresses, errors: ProvisioningError[]): Addresses {
    const kept: string[] = [];
    for (const address of proxyAddresses) {
      if (!/^smtp:/i.test(address) || this.#take(this.#addresses, address)) kept.push(address);
      else errors.push(this.#conflict('ProxyAddresses', address));
    }
    const lost = errors.some(({ value }) => value === `SMTP:${mail ?? ''}`);
    return { proxyAddresses: kept, mail: lost ? primaryOf(kept) : mail };
  }

  #take(taken: Set<string>, value: string): boolean {
    if (taken.has(value.toLowerCase())) return false;
    taken.add(value.toLowerCase());
    return true;
  }

  #conflict(propertyCausingError: ProvisioningError['propertyCausingError'], value: string): ProvisioningError {
    return { category: 'PropertyConflict', propertyCausingError, value, occurredDateTime: this.#at };
  }
}

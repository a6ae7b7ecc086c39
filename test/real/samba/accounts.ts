import { child } from '../../support/forest/dn.ts';
import { ldifLine } from '../../support/forest/ldif.ts';
import type { Value } from '../../support/forest/entry.ts';

/** A user to be added; what is not named is left to the server. */
export interface NewUser {
  readonly account: string;
  /** Relative to the base; must exist. */
  readonly container?: string;
  readonly cn?: string;
  readonly password?: string;
  readonly attributes?: Readonly<Record<string, Value | readonly Value[]>>;
}

const NORMAL_ACCOUNT = 512;

export function userDn(user: NewUser, base: string): string {
  const name = user.cn ?? user.account;
  return child('CN', name, `${user.container ?? 'CN=Users'},${base}`);
}

export function userRecord(user: NewUser, base: string, realm: string): string {
  const attributes: Record<string, Value | readonly Value[]> = {
    objectClass: 'user',
    sAMAccountName: user.account,
    userPrincipalName: `${user.account}@${realm}`,
    userAccountControl: NORMAL_ACCOUNT,
    ...(user.password === undefined ? {} : { unicodePwd: passwordValue(user.password) }),
    ...user.attributes,
  };
  const lines = Object.entries(attributes).flatMap(([name, value]) => listOf(value).map((one) => ldifLine(name, one)));
  return `${[ldifLine('dn', userDn(user, base)), 'changetype: add', ...lines].join('\n')}\n\n`;
}

/** The quoted password in UTF-16 (MS-ADTS 3.1.1.3.1.5.1). */
function passwordValue(password: string): Uint8Array {
  return Buffer.from(`"${password}"`, 'utf16le');
}

function listOf(value: Value | readonly Value[]): readonly Value[] {
  return typeof value === 'object' && !(value instanceof Uint8Array) ? value : [value];
}

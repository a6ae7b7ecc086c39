import { describe, expect, test } from 'vitest';
import { Quarantine } from '../support/connect-server/quarantine.ts';
import type { ProvisioningError } from '../support/connect-server/quarantine.ts';
import {
  addressesAsSent,
  aliasOf,
  mailboxAddresses,
  namesAfter,
  signInName,
} from '../support/connect-server/service.ts';
import type { Sent } from '../support/connect-server/service.ts';

/** The examples that Microsoft prints, so that the examiner is examined first. */

const domains = { verified: ['contoso.com'], initial: 'contoso.onmicrosoft.com' };
const nobody: Sent = { proxyAddresses: [] };

// learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname, "MailNickName attribute value calculation"
test.each<[first: string, sent: Partial<Sent>, alias: string]>([
  ['the alias of the directory', { mailNickname: 'own', proxyAddresses: ['SMTP:first@x.com'] }, 'own'],
  ['the primary address', { proxyAddresses: ['smtp:other@x.com', 'SMTP:first@x.com'], mail: 'mail@x.com' }, 'first'],
  ['mail', { mail: 'mail@x.com', userPrincipalName: 'upn@x.com' }, 'mail'],
  ['the sign-in name', { userPrincipalName: 'upn@x.com', proxyAddresses: ['smtp:other@x.com'] }, 'upn'],
  ['a secondary address', { proxyAddresses: ['SIP:sip@x.com', 'smtp:other@x.com'] }, 'other'],
])('the alias is the prefix of what there is first: %s', (_first, sent, alias) => {
  expect(aliasOf({ ...nobody, ...sent })).toBe(alias);
});

// The same page: scenario 1, "Verified UPN suffix", and its warning about characters.
test.each<[upn: string, result: string]>([
  ['user3@fabrikam.com', 'user1@contoso.onmicrosoft.com'],
  ['user5@contoso.com', 'user5@contoso.com'],
  ['User5@Contoso.com', 'User5@Contoso.com'],
  ['user5@contoso.onmicrosoft.com', 'user5@contoso.onmicrosoft.com'],
  ['user 5@contoso.com', 'user1@contoso.onmicrosoft.com'],
  ['usér5@contoso.com', 'user1@contoso.onmicrosoft.com'],
  ['user5@sub.contoso.com', 'user1@contoso.onmicrosoft.com'],
])('%s signs in as %s', (userPrincipalName, result) => {
  const sent = { userPrincipalName, mail: 'user2@fabrikam.com', proxyAddresses: ['SMTP:user1@fabrikam.com'] };
  expect(signInName(sent, aliasOf(sent)!, domains)).toBe(result);
});

// The same page, "UPN scenarios" 1 to 5: one state of the directory after the other.
test('an alias changes with the alias of the directory only, a sign-in name with the sign-in name only', () => {
  const first = {
    proxyAddresses: ['SMTP:user1@fabrikam.com'],
    mail: 'user2@fabrikam.com',
    userPrincipalName: 'user3@fabrikam.com',
  };
  const second = { ...first, mailNickname: 'user4' };
  const third = { ...second, userPrincipalName: 'user5@fabrikam.com' };
  const fourth = { ...third, proxyAddresses: ['SMTP:user6@fabrikam.com'], mail: 'user7@fabrikam.com' };
  const fifth = { ...fourth, userPrincipalName: 'user5@contoso.com' };
  const later = [second, third, fourth, fifth];
  expect([0, 1, 2, 3, 4].map((cycles) => namesAfter(first, later.slice(0, cycles), domains))).toEqual([
    { alias: 'user1', userPrincipalName: 'user1@contoso.onmicrosoft.com' },
    { alias: 'user4', userPrincipalName: 'user1@contoso.onmicrosoft.com' },
    { alias: 'user4', userPrincipalName: 'user4@contoso.onmicrosoft.com' },
    { alias: 'user4', userPrincipalName: 'user4@contoso.onmicrosoft.com' },
    { alias: 'user4', userPrincipalName: 'user5@contoso.com' },
  ]);
});

// learn.microsoft.com/troubleshoot/azure/active-directory/proxyaddresses-attribute-populate: initial states of the scenarios
describe('somebody with a mailbox', () => {
  const us1 = ['smtp:us1@contoso.onmicrosoft.com', 'smtp:us1@contoso.microsoftonline.com'];
  const x500 = 'x500:/ o=MicrosoftOnline/ ou=External(FYDIBOHF25SPDLT)/ cn=Recipients/ cn=us1';
  test.each<[scenario: string, sent: Partial<Sent>, mail: string, proxyAddresses: readonly string[]]>([
    [
      'scenario 1: nothing set',
      { userPrincipalName: 'onprema@contoso.com' },
      'onprema@contoso.com',
      ['smtp:onprema@contoso.onmicrosoft.com', 'SMTP:onprema@contoso.com'],
    ],
    [
      'scenario 2: mail',
      { userPrincipalName: 'onpremb@contoso.com', mail: 'newb@contoso.com' },
      'newb@contoso.com',
      ['SMTP:newb@contoso.com', 'smtp:onpremb@contoso.com', 'smtp:newb@contoso.onmicrosoft.com'],
    ],
    [
      'scenario 3: addresses',
      { userPrincipalName: 'us1@contoso.com', proxyAddresses: [...us1, x500, 'SMTP:us1@contoso.com'] },
      'us1@contoso.com',
      ['smtp:us1@contoso.onmicrosoft.com', 'SMTP:us1@contoso.com'],
    ],
    [
      'scenario 6: an alias',
      { userPrincipalName: 'us5@contoso.com', mailNickname: 'samenick' },
      'samenick@contoso.onmicrosoft.com',
      ['smtp:us5@contoso.com', 'SMTP:samenick@contoso.onmicrosoft.com'],
    ],
  ])('%s', (_scenario, partial, mail, proxyAddresses) => {
    const sent = { ...nobody, ...partial };
    const alias = aliasOf(sent)!;
    const result = mailboxAddresses(sent, alias, signInName(sent, alias, domains), domains);
    expect(result.mail).toBe(mail);
    expect(result.proxyAddresses.toSorted()).toEqual(proxyAddresses.toSorted());
  });

  // learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-shadow-attributes, "proxyAddresses"
  test('has no address of a domain that is not verified', () => {
    const addresses = ['SMTP:abbie.spencer@contoso.com', 'smtp:abbie.spencer@fabrikam.com', 'smtp:abbie@contoso.com'];
    const sent = { userPrincipalName: 'abbie@contoso.com', mailNickname: 'abbie', proxyAddresses: addresses };
    expect(mailboxAddresses(sent, 'abbie', 'abbie@contoso.com', domains).proxyAddresses).toEqual([
      'SMTP:abbie.spencer@contoso.com',
      'smtp:abbie@contoso.com',
      'smtp:abbie@contoso.onmicrosoft.com',
    ]);
  });
});

// The same page: "you can add any values in proxyAddresses to these objects".
test.each<[sent: Partial<Sent>, expected: unknown]>([
  [{}, { proxyAddresses: [], mail: undefined }],
  [{ mail: 'a@fabrikam.com' }, { proxyAddresses: ['SMTP:a@fabrikam.com'], mail: 'a@fabrikam.com' }],
  [
    { mail: 'a@x.com', proxyAddresses: ['smtp:A@x.com', 'smtp:b@x.com', 'smtp:B@x.com', ' SIP:a@x.com'] },
    { proxyAddresses: ['SMTP:a@x.com', 'smtp:b@x.com', 'SIP:a@x.com'], mail: 'a@x.com' },
  ],
  [
    { mail: 'a@x.com', proxyAddresses: ['SMTP:b@x.com'] },
    { proxyAddresses: ['SMTP:b@x.com'], mail: 'a@x.com' },
  ],
  [{ proxyAddresses: ['SMTP:b@x.com'] }, { proxyAddresses: ['SMTP:b@x.com'], mail: 'b@x.com' }],
])('without a mailbox addresses stay as they were sent: %j', (sent, expected) => {
  expect(addressesAsSent({ ...nobody, ...sent })).toEqual(expected);
});

// learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
describe('who comes second', () => {
  const at = '2026-11-20T05:31:07Z';
  const conflict = (propertyCausingError: string, value: string) => ({
    category: 'PropertyConflict',
    propertyCausingError,
    value,
    occurredDateTime: at,
  });

  test('gets a sign-in name to hold the place', () => {
    const quarantine = new Quarantine(at);
    const errors: ProvisioningError[] = [];
    expect(quarantine.claimName('user@contoso.com', '0001', domains.initial, errors)).toBe('user@contoso.com');
    expect(errors).toEqual([]);
    expect(quarantine.claimName('User@contoso.com', '1234', domains.initial, errors)).toBe(
      'User+1234@contoso.onmicrosoft.com',
    );
    expect(errors).toEqual([conflict('UserPrincipalName', 'User@contoso.com')]);
  });

  test('loses an SMTP address and mail with the primary one, and nothing else', () => {
    const quarantine = new Quarantine(at);
    const first = { proxyAddresses: ['SMTP:info@contoso.com', 'X500:/o=Old/cn=info'], mail: 'info@contoso.com' };
    expect(quarantine.claimAddresses(first, [])).toEqual(first);
    const errors: ProvisioningError[] = [];
    const second = { proxyAddresses: ['smtp:INFO@contoso.com', 'SMTP:b@contoso.com'], mail: 'b@contoso.com' };
    expect(quarantine.claimAddresses(second, errors)).toEqual({
      proxyAddresses: ['SMTP:b@contoso.com'],
      mail: 'b@contoso.com',
    });
    expect(quarantine.claimAddresses(first, errors)).toEqual({ proxyAddresses: ['X500:/o=Old/cn=info'] });
    expect(errors).toEqual([
      conflict('ProxyAddresses', 'smtp:INFO@contoso.com'),
      conflict('ProxyAddresses', 'SMTP:info@contoso.com'),
    ]);
  });
});

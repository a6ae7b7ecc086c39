import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pinOf } from '../../../src/connectors/active-directory/pins.ts';
import { DiagnosticError } from '../../../src/kernel/diagnostic.ts';
import type { Diagnostic } from '../../../src/kernel/diagnostic.ts';
import { entryOf, importAll } from '../../conformance/source.ts';
import { makeCertificates, makeSelfSigned } from '../../support/fake-ldap/certificate.ts';
import type { Certificates } from '../../support/fake-ldap/certificate.ts';
import { withFakeSource } from './fixture.ts';

const entries = [entryOf('user', 1)];
const OTHER = `sha256:${Buffer.alloc(32, 7).toString('base64')}`;

interface Case {
  readonly certificates: Certificates;
  readonly pins: readonly string[];
  /** Is there a trust.ca, and which? */
  readonly ca?: string;
  readonly startTls?: boolean;
}

/** Number of objects, or what was wrong; and what the server was asked. */
async function outcome({ certificates, pins, ca, startTls = false }: Case): Promise<{
  readonly objects: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly requests: number;
}> {
  let found = { objects: 0, diagnostics: [] as readonly Diagnostic[], requests: -1 };
  const trust = { ...(ca === undefined ? {} : { ca: 'file:ca.pem' as const }), pins };
  await withFakeSource(
    {
      entries,
      certificates,
      startTls,
      settings: { trust, ...(startTls ? { tls: 'startTls' } : {}) },
      ...(ca === undefined ? {} : { secrets: { ca } }),
    },
    async ({ connector, server }) => {
      const read = await importAll(connector, { user: [] }).catch((reason: unknown) => {
        if (reason instanceof DiagnosticError) return reason.diagnostics;
        throw reason;
      });
      const requests = server.requests.length;
      found =
        'objects' in read
          ? { objects: read.objects.size, diagnostics: [], requests }
          : { objects: 0, diagnostics: read, requests };
    },
  );
  return found;
}

function pinned({ cert }: Certificates): string {
  return pinOf(new X509Certificate(cert));
}

/** Made once by openssl, with the pin that the command of the README gives for it. */
const KNOWN = `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUHmWOupHmxJ9S00WxI23VqgE32t8wCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUZGMxLmNvcnAuY29udG9zby5jb20wIBcNMjYxMTIyMTcyOTQ3
WhgPMjEyNjEwMjkxNzI5NDdaMB8xHTAbBgNVBAMMFGRjMS5jb3JwLmNvbnRvc28u
Y29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7jRzCdwKD1Xs/2h2OmhaTdC7
sCN+QXjg6y6jf/vCVz1Oj7SPV/xZj0fJbW1zUNL9uX01CJKjGGyeZwCHplj4dKNT
MFEwHQYDVR0OBBYEFFqlpLbQp1DL2lnGNZ3hhJg4hRy5MB8GA1UdIwQYMBaAFFql
pLbQp1DL2lnGNZ3hhJg4hRy5MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
SQAwRgIhAJFQLDlusOZBJORXZ/8nVFgK1jk3qx1SdtRyQJupZOUuAiEA+SJI0t33
8b+q+EA1nKCEbN75hsO1vE4oGR7ADFktvtY=
-----END CERTIFICATE-----`;

test('a pin is what openssl makes of the public key of a certificate', () => {
  expect(pinOf(new X509Certificate(KNOWN))).toBe('sha256:VvL7okysNV7HRwjLzmW+Q6TD3snQ4+2/je/K+ZNBQtw=');
});

describe.each([false, true])('with pins (StartTLS: %s)', (startTls) => {
  test('a server with a pinned key and a good certificate is read', async () => {
    const certificates = await makeCertificates(['localhost']);
    const pins = [OTHER, pinned(certificates)];
    expect(await outcome({ certificates, pins, ca: certificates.ca, startTls })).toMatchObject({ objects: 1 });
  });

  test('another key is SRC016, shows itself so that it can be compared, and gets no password', async () => {
    const certificates = await makeCertificates(['localhost']);
    const found = await outcome({ certificates, pins: [OTHER], ca: certificates.ca, startTls });
    expect(found).toMatchObject({ requests: 0, diagnostics: [{ code: 'SRC016' }] });
    expect(found.diagnostics[0]?.detail).toContain(pinned(certificates));
    expect(found.diagnostics[0]?.help).toContain(pinned(certificates));
  });

  const refused: readonly (readonly [string, () => Promise<Omit<Case, 'startTls'>>, string])[] = [
    [
      'of an unknown authority',
      async () => {
        const certificates = await makeCertificates(['localhost']);
        return { certificates, pins: [pinned(certificates)], ca: (await makeCertificates(['localhost'])).ca };
      },
      'SRC003',
    ],
    [
      'of an authority that is not public, and there is no trust.ca',
      async () => {
        const certificates = await makeCertificates(['localhost']);
        return { certificates, pins: [pinned(certificates)] };
      },
      'SRC003',
    ],
    [
      'of another name',
      async () => {
        const certificates = await makeCertificates(['dc9.corp.contoso.com']);
        return { certificates, pins: [pinned(certificates)], ca: certificates.ca };
      },
      'SRC004',
    ],
    [
      'out of date',
      async () => {
        const certificates = await makeCertificates(['localhost'], { expired: true });
        return { certificates, pins: [pinned(certificates)], ca: certificates.ca };
      },
      'SRC003',
    ],
    [
      'that signs for itself, and trust.ca names another authority',
      async () => {
        const certificates = await makeSelfSigned(['localhost']);
        return { certificates, pins: [pinned(certificates)], ca: (await makeCertificates(['localhost'])).ca };
      },
      'SRC003',
    ],
    [
      'that signs for itself under another name',
      async () => {
        const certificates = await makeSelfSigned(['dc9.corp.contoso.com']);
        return { certificates, pins: [pinned(certificates)] };
      },
      'SRC004',
    ],
    [
      'that signs for itself and is out of date',
      async () => {
        const certificates = await makeSelfSigned(['localhost'], { expired: true });
        return { certificates, pins: [pinned(certificates)] };
      },
      'SRC003',
    ],
    [
      'that signs for itself with a key that is not pinned',
      async () => ({ certificates: await makeSelfSigned(['localhost']), pins: [OTHER] }),
      'SRC016',
    ],
  ];
  for (const [name, make, code] of refused) {
    test(`a certificate ${name} is ${code}, whatever is pinned, and no password is sent`, async () => {
      expect(await outcome({ ...(await make()), startTls })).toMatchObject({ requests: 0, diagnostics: [{ code }] });
    });
  }

  test('a certificate that signs for itself is good when its key is pinned and there is no trust.ca', async () => {
    const certificates = await makeSelfSigned(['localhost']);
    expect(await outcome({ certificates, pins: [pinned(certificates)], startTls })).toMatchObject({ objects: 1 });
  });
});

test.each([
  ['nothing', []],
  ['another digest', ['sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=']],
  ['hexadecimal', [`sha256:${'ab'.repeat(32)}`]],
  ['a digest that is cut off', [`sha256:${Buffer.alloc(30).toString('base64')}`]],
  ['bits that base64 does not have', [`sha256:${'A'.repeat(42)}B=`]],
  ['a good one and a bad one', [OTHER, 'dc1']],
])('%s as a pin is SRC010, and no connection is made', async (_name, pins) => {
  const certificates = await makeCertificates(['localhost']);
  const found = await outcome({ certificates, pins, ca: certificates.ca });
  expect(found).toMatchObject({ requests: 0, diagnostics: [{ code: 'SRC010' }] });
});

import { describe, expect, test } from 'vitest';
import { DiagnosticError, exitCodeOf } from '../../../src/kernel/diagnostic.ts';
import { codesOf, entryOf, importAll } from '../../conformance/source.ts';
import { octets, tlv, enumerated, sequence, integer } from '../../support/fake-ldap/ber.ts';
import { makeCertificates } from '../../support/fake-ldap/certificate.ts';
import { EXTENDED_RESPONSE, BIND_RESPONSE, noticeMessage, resultMessage } from '../../support/fake-ldap/message.ts';
import type { Trick } from '../../support/fake-ldap/server.ts';
import { withFakeSource } from './fixture.ts';
import type { FakeSourceOptions } from './fixture.ts';

const START_TLS = '1.3.6.1.4.1.1466.20037';
const people = Array.from({ length: 25 }, (_, index) => entryOf('user', index, { mail: `p${index}@contoso.com` }));
const startTls = { entries: people, startTls: true, settings: { tls: 'startTls', pageSize: 10 } } as const;

function success(id: number): Buffer {
  return resultMessage(id, EXTENDED_RESPONSE, { code: 0 });
}

describe('ldap:// with StartTLS', () => {
  test('reads what ldaps reads, and says in plain text nothing but StartTLS', () =>
    withFakeSource(startTls, async ({ connector, server }) => {
      const { objects, summary } = await importAll(connector, { user: ['mail'] });
      expect(objects.size).toBe(people.length);
      expect(summary.origin).toBe('dc1.corp.contoso.com, StartTLS');
      expect(server.plain).toEqual([{ kind: 'extended', id: 1, oid: START_TLS }]);
      expect(server.requests[0]).toMatchObject({ kind: 'bind', password: 'secret' });
    }));

  test('the answer may come in pieces', () =>
    withFakeSource(
      { ...startTls, onStartTls: () => ({ do: 'drip', pieces: 5, everyMilliseconds: 10 }) },
      async ({ connector }) => {
        // The server begins TLS at once, and hears nothing before its last piece is out.
        expect((await importAll(connector, { user: [] })).objects.size).toBe(people.length);
      },
    ));

  test('ldaps:// servers may stand beside it', () =>
    withFakeSource(
      { entries: people, settings: { tls: 'startTls' }, servers: (url) => ['ldap://localhost:1', url] },
      async ({ connector }) => {
        expect((await importAll(connector, { user: [] })).summary.origin).toBe('dc1.corp.contoso.com, ldaps');
      },
    ));

  const certificates: readonly (readonly [string, () => Promise<FakeSourceOptions>, string])[] = [
    [
      'of an unknown authority',
      async () => ({ secrets: { ca: (await makeCertificates(['localhost'])).ca } }),
      'SRC003',
    ],
    ['of another name', async () => ({ certificates: await makeCertificates(['dc9.corp.contoso.com']) }), 'SRC004'],
    ['out of date', async () => ({ certificates: await makeCertificates(['localhost'], { expired: true }) }), 'SRC003'],
  ];
  for (const [name, options, code] of certificates) {
    test(`a certificate ${name} is ${code}, and no password is sent`, async () =>
      withFakeSource({ ...startTls, ...(await options()) }, async ({ connector, server }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual([code]);
        expect([server.plain.length, server.requests]).toEqual([1, []]);
      }));
  }

  const refusals: readonly (readonly [string, Trick, string])[] = [
    ['refused as unknown', { do: 'result', code: 2, message: 'unsupported extended operation' }, 'SRC014'],
    ['refused as unwilling', { do: 'result', code: 53 }, 'SRC014'],
    ['answered with a referral', { do: 'result', code: 10 }, 'SRC014'],
    ['refused as unavailable', { do: 'result', code: 52, message: 'no certificate yet' }, 'SRC017'],
    ['refused as busy', { do: 'result', code: 51 }, 'SRC017'],
    ['answered with a notice of disconnection', { do: 'send', bytes: () => noticeMessage('bye') }, 'SRC017'],
    ['answered for another question', { do: 'send', bytes: (id) => success(id + 1) }, 'SRC014'],
    [
      'answered with another operation',
      {
        do: 'send',
        bytes: (id) =>
          sequence(
            integer(id),
            tlv(EXTENDED_RESPONSE, enumerated(0), octets(''), octets(''), tlv(0x8a, Buffer.from('1.2.3'))),
          ),
      },
      'SRC009',
    ],
    [
      'answered with a sign-in result',
      { do: 'send', bytes: (id) => resultMessage(id, BIND_RESPONSE, { code: 0 }) },
      'SRC009',
    ],
    ['answered with nonsense', { do: 'send', bytes: () => Buffer.from('220 hello\r\n') }, 'SRC009'],
    ['answered with a broken message', { do: 'send', bytes: () => Buffer.from([0x30, 2, 2, 9]) }, 'SRC009'],
    ['announced as a megabyte', { do: 'send', bytes: () => Buffer.from([0x30, 0x83, 0x10, 0, 0]) }, 'SRC009'],
    ['not answered', { do: 'hang' }, 'SRC002'],
    ['followed by the end', { do: 'close' }, 'SRC001'],
    ['followed by a reset', { do: 'reset' }, 'SRC001'],
    [
      'followed by a result for the sign-in to come',
      {
        do: 'send',
        bytes: (id) => Buffer.concat([success(id), resultMessage(1, BIND_RESPONSE, { code: 0 })]),
      },
      'SRC015',
    ],
    ['followed by one byte', { do: 'send', bytes: (id) => Buffer.concat([success(id), Buffer.from([0])]) }, 'SRC015'],
  ];
  for (const [name, trick, code] of refusals) {
    test(`StartTLS ${name} is ${code}, and no password is sent`, () =>
      withFakeSource(
        { ...startTls, settings: { ...startTls.settings, timeoutSeconds: 0.4 }, onStartTls: () => trick },
        async ({ connector, server }) => {
          const failed: unknown = await importAll(connector, { user: [] }).catch((reason: unknown) => reason);
          const diagnostics = failed instanceof DiagnosticError ? failed.diagnostics : [];
          expect(diagnostics).toMatchObject([{ code, subject: server.url }]);
          expect(exitCodeOf(diagnostics)).toBe(7);
          expect(server.plain).toEqual([{ kind: 'extended', id: 1, oid: START_TLS }]);
          expect(server.requests).toEqual([]);
        },
      ));
  }

  test.each([
    ['SRC014', { do: 'result', code: 2 }],
    ['SRC015', { do: 'send', bytes: (id: number) => Buffer.concat([success(id), Buffer.from('x')]) }],
  ] as const)('after %s no other server is asked: whoever closed the way to TLS may stand there, too', (code, trick) =>
    withFakeSource(
      { ...startTls, onStartTls: () => trick, servers: (url) => [url, `${url}/`] },
      async ({ connector, server }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual([code]);
        expect(server.plain).toHaveLength(1);
      },
    ),
  );

  test('a server that is not there and one that is not available give way to the next', () => {
    let asked = 0;
    return withFakeSource(
      {
        ...startTls,
        onStartTls: () => (++asked === 1 ? { do: 'result', code: 52 } : undefined),
        servers: (url) => ['ldap://localhost:1', url, `${url}/`],
      },
      async ({ connector }) => {
        const { objects, summary } = await importAll(connector, { user: [] });
        expect(objects.size).toBe(people.length);
        expect(summary.diagnostics.map(({ code }) => code)).toEqual(['SRC032', 'SRC032']);
      },
    );
  });

  test('a connection that breaks below TLS is SRC007', () =>
    withFakeSource(
      { ...startTls, onSearch: (_, number) => (number === 2 ? { do: 'reset' } : undefined) },
      async ({ connector }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC007']);
      },
    ));
});

test.each([undefined, 'ldaps'] as const)('without tls: startTls (%s) an ldap:// address is SRC010', (tls) =>
  withFakeSource({ ...startTls, settings: tls === undefined ? {} : { tls } }, async ({ connector, server }) => {
    expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC010']);
    expect([server.plain, server.connections()]).toEqual([[], 0]);
  }),
);

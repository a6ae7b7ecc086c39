import { connect } from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { activeDirectoryConnector } from '../../../src/connectors/active-directory/index.ts';
import { DiagnosticError, exitCodeOf } from '../../../src/kernel/diagnostic.ts';
import type { SourceConnector } from '../../../src/model/source.ts';
import { codesOf, entryOf, importAll } from '../../conformance/source.ts';
import { makeCertificates } from '../../support/fake-ldap/certificate.ts';
import { withFakeSource } from './fixture.ts';
import type { FakeSourceOptions } from './fixture.ts';
import type { FakeServer } from '../../support/fake-ldap/server.ts';

const entries = [entryOf('user', 1)];

interface Outcome {
  readonly codes: readonly string[];
  readonly requests: number;
  readonly binds: number;
  readonly text: string;
}

async function failure(options: FakeSourceOptions): Promise<Outcome> {
  let outcome: Outcome = { codes: [], requests: -1, binds: -1, text: '' };
  await withFakeSource({ entries, ...options }, async ({ connector, server }) => {
    const running = importAll(connector, { user: [] });
    const codes = await codesOf(running);
    const text = await running.then(String, (reason: unknown) => inspect(reason, { depth: 10 }));
    const binds = server.requests.filter(({ kind }) => kind === 'bind').length;
    outcome = { codes, requests: server.requests.length, binds, text };
  });
  return outcome;
}

describe('signing in', () => {
  test('a wrong password is SRC005, and neither password nor account is shouted out', async () => {
    const { codes, text } = await failure({ password: 'right', secrets: { password: 'Wr0ng!' } });
    expect(codes).toEqual(['SRC005']);
    expect(text).not.toContain('Wr0ng!');
  });

  test('a wrong password is not tried at the next server: it would lock the account', async () => {
    const { codes, binds } = await failure({
      password: 'right',
      secrets: { password: 'wrong' },
      servers: (url) => [url, url, url],
    });
    expect(codes).toEqual(['SRC005']);
    expect(binds).toBe(1);
  });

  test.each(['530', '531', '532', '533', '701', '773', '775'])('state %s of the account is SRC006', async (data) => {
    const message = `80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data ${data}, v4563\0`;
    const { codes } = await failure({ onBind: () => ({ do: 'result', code: 49, message }) });
    expect(codes).toEqual(['SRC006']);
  });

  test.each(['525', '52e'])('%s, which does not tell name from password, is SRC005', async (data) => {
    const message = `80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data ${data}, v4563\0`;
    const { codes } = await failure({ onBind: () => ({ do: 'result', code: 49, message }) });
    expect(codes).toEqual(['SRC005']);
  });

  test.each([8, 14, 53])('result %i of a bind is SRC005', async (code) => {
    expect((await failure({ onBind: () => ({ do: 'result', code }) })).codes).toEqual(['SRC005']);
  });

  test('a bind without an answer is SRC002', async () => {
    const { codes } = await failure({ onBind: () => ({ do: 'hang' }), settings: { timeoutSeconds: 0.3 } });
    expect(codes).toEqual(['SRC002']);
  });

  test('the line end of a file is no part of the password', () =>
    withFakeSource(
      { entries, password: 'pass word', secrets: { password: 'pass word\r\n' } },
      async ({ connector }) => {
        expect((await importAll(connector, { user: [] })).objects.size).toBe(1);
      },
    ));

  test('but other blanks are', async () => {
    expect((await failure({ password: 'secret', secrets: { password: 'secret ' } })).codes).toEqual(['SRC005']);
  });

  test.each(['', '\n', '\r\n'])(
    'an empty password (%j) would be an anonymous bind: SRC010, and nothing is sent',
    async (password) => {
      expect(await failure({ password: '', secrets: { password } })).toMatchObject({ codes: ['SRC010'], requests: 0 });
    },
  );

  test.each(['EXTERNAL', 'gssapi', 'Kerberos', 'DIGEST-MD5', 'PLAIN', 'SCRAM-SHA-256', ' '])(
    '%j as the user asks for what is not there: SRC010',
    async (user) => {
      const settings = { bind: { user, password: 'env:PASSWORD' } } as const;
      expect(await failure({ settings })).toMatchObject({ codes: ['SRC010'], requests: 0 });
    },
  );
});

describe('the address of a server', () => {
  test.each([
    'ldap://localhost:389',
    'https://localhost',
    'dc1.corp.contoso.com',
    'ldaps://localhost:3269',
    'ldaps://',
  ])('%s is SRC010', async (address) => {
    expect(await failure({ servers: () => [address] })).toMatchObject({ codes: ['SRC010'], requests: 0 });
  });

  test('a bad one behind a good one is found before anything is read', async () => {
    expect(await failure({ servers: (url) => [url, 'ldap://dc2'] })).toMatchObject({ codes: ['SRC010'], requests: 0 });
  });
});

describe('settings that would read nothing', () => {
  test.each([
    { domains: [] },
    { domains: [{ name: 'corp.contoso.com', servers: [] }] },
    { pageSize: 0 },
    { pageSize: -1 },
    { pageSize: 1.5 },
    { timeoutSeconds: 0 },
    { timeoutSeconds: Number.NaN },
  ])('%j is SRC010', async (settings) => {
    expect(await failure({ settings })).toMatchObject({ codes: ['SRC010'], requests: 0 });
  });
});

describe('without an authority in the settings', () => {
  /** Whatever server is named, the connection goes to the fake one. `publicCa` stands for the public authorities. */
  function trusting(server: FakeServer, host: string, domain: string, publicCa?: string): SourceConnector {
    const port = Number(new URL(server.url).port);
    return activeDirectoryConnector({
      settings: {
        name: 'corp',
        type: 'activeDirectory',
        domains: [{ name: domain, servers: [`ldaps://${host}`] }],
        bind: { user: 'svc', password: 'env:PASSWORD' },
      },
      readSecret: () => Promise.resolve(Buffer.from('secret')),
      createConnection: (options) => {
        const servername = options.host ?? '';
        const trust = publicCa === undefined ? {} : { ca: publicCa };
        return connect({ ...options, ...trust, host: 'localhost', port, servername });
      },
    });
  }

  test('only public ones are trusted: SRC003, and no password is sent', () =>
    withFakeSource({ entries }, async ({ server }) => {
      const connector = trusting(server, 'dc1.corp.contoso.com', 'corp.contoso.com');
      expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC003']);
      expect(server.requests).toEqual([]);
    }));

  test.each([
    ['dc1.corp.contoso.com', 'corp.contoso.com'],
    ['DC1.Corp.CONTOSO.com', 'corp.contoso.com'],
    ['dc1.site.corp.contoso.com', 'Corp.Contoso.Com'],
    ['corp.contoso.com', 'corp.contoso.com'],
  ])('%s is a name within %s', async (host, domain) => {
    const certificates = await makeCertificates([host.toLowerCase()]);
    await withFakeSource({ entries, certificates }, async ({ server }) => {
      const connector = trusting(server, host, domain, certificates.ca);
      expect((await importAll(connector, { user: [] })).objects.size).toBe(1);
    });
  });

  test.each([
    ['dc1.evil.example', 'corp.contoso.com'],
    ['evilcorp.contoso.com', 'corp.contoso.com'],
    ['contoso.com', 'corp.contoso.com'],
    ['corp.contoso.com.evil.example', 'corp.contoso.com'],
    ['dc1.corp.contoso.com@evil.example', 'corp.contoso.com'],
    ['dc1', 'corp.contoso.com'],
    ['127.0.0.1', 'corp.contoso.com'],
    ['127.0.0.1', '0.1'],
    ['[::1]', 'corp.contoso.com'],
    ['evil.com', 'com'],
  ])('%s is not shown to be a server of %s: SRC013, and nothing is sent', async (host, domain) => {
    // A certificate for the name would be found good: the name is what is wrong.
    const certificates = await makeCertificates([host]);
    await withFakeSource({ entries, certificates }, async ({ server }) => {
      const connector = trusting(server, host, domain, certificates.ca);
      const failed = await importAll(connector, { user: [] }).catch((reason: unknown) => reason);
      const diagnostics = failed instanceof DiagnosticError ? failed.diagnostics : [];
      expect(diagnostics).toMatchObject([{ code: 'SRC013', subject: `ldaps://${host}` }]);
      expect(diagnostics[0]?.help).toMatch(/trust\.ca .* or use the DNS name of the domain controller/);
      expect(exitCodeOf(diagnostics)).toBe(3);
      expect([server.connections(), server.requests.length]).toEqual([0, 0]);
    });
  });
});

describe('the certificate of the server', () => {
  test('of an unknown authority: SRC003, and no password is sent', async () => {
    const other = await makeCertificates(['localhost']);
    expect(await failure({ secrets: { ca: other.ca } })).toMatchObject({ codes: ['SRC003'], requests: 0 });
  });

  test('of another name: SRC004, and no password is sent', async () => {
    const certificates = await makeCertificates(['dc9.corp.contoso.com']);
    expect(await failure({ certificates })).toMatchObject({ codes: ['SRC004'], requests: 0 });
  });

  test('out of date: SRC003, and no password is sent', async () => {
    const certificates = await makeCertificates(['localhost'], { expired: true });
    expect(await failure({ certificates })).toMatchObject({ codes: ['SRC003'], requests: 0 });
  });

  test('a file that holds no certificate: SRC010', async () => {
    expect(await failure({ secrets: { ca: 'MIIB…' } })).toMatchObject({ codes: ['SRC010'], requests: 0 });
  });
});

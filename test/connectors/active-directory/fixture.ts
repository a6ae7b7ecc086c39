import { activeDirectoryConnector } from '../../../src/connectors/active-directory/index.ts';
import type { ActiveDirectorySettings } from '../../../src/model/settings.ts';
import type { SourceConnector } from '../../../src/model/source.ts';
import { BASE } from '../../conformance/source.ts';
import { FakeDirectory } from '../../support/fake-ldap/directory.ts';
import type { FakeDirectoryOptions } from '../../support/fake-ldap/directory.ts';
import { startFakeServer } from '../../support/fake-ldap/server.ts';
import type { FakeServer, FakeServerOptions } from '../../support/fake-ldap/server.ts';

export interface FakeSource {
  readonly connector: SourceConnector;
  readonly server: FakeServer;
  readonly directory: FakeDirectory;
}

export type FakeSourceOptions = Partial<FakeDirectoryOptions> &
  Partial<Omit<FakeServerOptions, 'directory'>> & {
    readonly settings?: Partial<ActiveDirectorySettings>;
    /** Made into the settings once the address of the server is known. */
    readonly servers?: (url: string) => readonly string[];
    /** What the secret references hold; `trust` is the authority of the server unless given. */
    readonly secrets?: { readonly password?: string; readonly ca?: string };
  };

/** A fake domain controller and a connector that trusts it. */
export async function withFakeSource(
  options: FakeSourceOptions,
  use: (source: FakeSource) => Promise<void>,
): Promise<void> {
  const { settings, secrets, servers, ...rest } = options;
  const directory = new FakeDirectory({ base: BASE, dnsHostName: 'dc1.corp.contoso.com', entries: [], ...rest });
  await using server = await startFakeServer({ ...rest, directory });
  await use({ connector: connectorTo(server, { settings, secrets, servers }), server, directory });
}

export function connectorTo(
  server: Pick<FakeServer, 'url' | 'ca'>,
  {
    settings,
    secrets,
    servers,
  }: { [Key in 'settings' | 'secrets' | 'servers']?: FakeSourceOptions[Key] | undefined } = {},
): SourceConnector {
  return activeDirectoryConnector({
    settings: {
      name: 'corp',
      type: 'activeDirectory',
      domains: [{ name: 'corp.contoso.com', servers: servers?.(server.url) ?? [server.url] }],
      trust: { ca: 'file:ca.pem' },
      bind: { user: 'svc@corp.contoso.com', password: 'env:PASSWORD' },
      timeoutSeconds: 5,
      ...settings,
    },
    readSecret: (reference) =>
      Promise.resolve(
        Buffer.from(reference === 'env:PASSWORD' ? (secrets?.password ?? 'secret') : (secrets?.ca ?? server.ca)),
      ),
  });
}

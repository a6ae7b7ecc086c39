import { ClientSecretCredential } from '@azure/identity';
import { Client, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientId, newUser, secret, startSandbox, type RunningSandbox } from './support.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startSandbox();
  const credential = new ClientSecretCredential(sandbox.tenantId, clientId, secret, {
    authorityHost: sandbox.url,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: sandbox.ca },
  });
  client = Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(credential, {
      scopes: ['https://graph.microsoft.com/.default'],
    }),
    baseUrl: sandbox.url,
    customHosts: new Set(['localhost']),
    fetchOptions: { dispatcher: sandbox.dispatcher } as never,
  });
});
afterAll(async () => {
  await sandbox.stop();
});

test("Microsoft's Graph client creates, updates, pages and deletes", async () => {
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    const made = (await client.api('/users').post(newUser())) as { id: string };
    ids.push(made.id);
  }
  await client.api(`/users/${ids[0] ?? ''}`).update({ department: 'Sales' });
  const first = (await client.api('/users').select('id,department').top(2).get()) as PageCollection;
  const seen: { id: string; department: string | null }[] = [];
  const pages = new PageIterator(client, first, (user: { id: string; department: string | null }) => {
    seen.push(user);
    return true;
  });
  await pages.iterate();
  expect(seen.map((user) => user.id)).toEqual(ids);
  expect(seen[0]?.department).toBe('Sales');
  await client.api(`/users/${ids[1] ?? ''}`).delete();
  await expect(client.api(`/users/${ids[1] ?? ''}`).get()).rejects.toMatchObject({
    statusCode: 404,
    code: 'Request_ResourceNotFound',
  });
});

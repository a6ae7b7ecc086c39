import { describe, expect, test } from 'vitest';
import { entraConnector } from '../../../src/connectors/entra/index.ts';
import { DiagnosticError } from '../../../src/kernel/diagnostic.ts';
import { countingRandom, realClock } from './ports.ts';
import { CLIENT, contextWith, TENANT } from './sandbox.ts';

const read: string[] = [];

function connectorAt(authority: string, graph: string) {
  return entraConnector({
    settings: {
      type: 'entra',
      id: TENANT,
      auth: { method: 'secret', clientId: CLIENT, secret: 'env:SECRET' },
      endpoint: { authority, graph },
    },
    ownerMarkApplicationId: CLIENT,
    readSecret: (reference) => {
      read.push(reference);
      return Promise.resolve(new Uint8Array());
    },
    clock: realClock,
    random: countingRandom(),
    quotaShare: 1,
  });
}

const LOGIN = 'https://login.microsoftonline.com';
const GRAPH = 'https://graph.microsoft.com';

describe('an address that could receive a credential is refused before the credential is read', () => {
  test.each<[authority: string, graph: string]>([
    ['https://login.example.com', GRAPH],
    [LOGIN, 'https://graph.example.com'],
    [LOGIN, 'https://graph.microsoft.com.example.com'],
    ['https://login.microsoftonline.com.example.com', GRAPH],
    ['https://login.microsoftonline.com@example.com', GRAPH],
    ['https://me:secret@localhost', 'https://localhost'],
    ['https://login.microsoftonline.com:8443', GRAPH],
    ['http://login.microsoftonline.com', GRAPH],
    [LOGIN, 'http://graph.microsoft.com'],
    [LOGIN, `${GRAPH}/proxy`],
    ['https://login.microsoftonline.us', GRAPH],
    [LOGIN, 'https://localhost:4430'],
    ['https://localhost:4430', GRAPH],
    ['https://localhost:4430', 'https://10.0.0.1'],
    ['https://localhost.example.com', 'https://localhost'],
    ['http://localhost', 'https://localhost'],
    ['https://localhost?x=1', 'https://localhost'],
    ['not a url', GRAPH],
  ])('%s %s', (authority, graph) => {
    let error: unknown;
    try {
      connectorAt(authority, graph);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DiagnosticError);
    expect((error as DiagnosticError).diagnostics[0]?.code).toBe('ENT006');
    expect((error as DiagnosticError).message).not.toContain('secret');
    expect(read).toEqual([]);
  });
});

describe('addresses that are known', () => {
  test.each<[authority: string, graph: string]>([
    [LOGIN, GRAPH],
    [`${LOGIN}/`, `${GRAPH}/`],
    ['https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
    ['https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
    ['https://localhost:4430', 'https://localhost:4430'],
    ['https://127.0.0.1:4430/idp', 'https://[::1]:4430/tenant-a'],
  ])('%s %s', (authority, graph) => {
    expect(() => connectorAt(authority, graph)).not.toThrow();
  });

  test('a secret that is empty is a diagnostic of its own', async () => {
    const connector = connectorAt('https://localhost:1', 'https://localhost:1');
    const reading = connector.read({ attributes: { user: [], group: [] }, managers: false }, () => true, contextWith());
    await expect(reading).rejects.toMatchObject({ diagnostics: [{ code: 'ENT007', subject: 'env:SECRET' }] });
  });
});

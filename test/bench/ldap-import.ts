// An LDAP import as a plan does it, from the server that the arguments name.
import { readFile } from 'node:fs/promises';
import { activeDirectoryConnector } from '../../src/connectors/active-directory/index.ts';
import { connectorSpace } from '../../src/space/index.ts';
import { loadExample } from './example.ts';
import { context } from './import-file.ts';

const [server = '', ca = '', user = ''] = process.argv.slice(2);
const { requests } = await loadExample();
const space = connectorSpace('corp');
const connector = activeDirectoryConnector({
  settings: {
    name: 'corp',
    type: 'activeDirectory',
    domains: [{ name: 'corp.contoso.com', servers: [server] }],
    trust: { ca: 'file:ca' },
    bind: { user, password: 'env:BENCH_PASSWORD' },
  },
  readSecret: (reference) =>
    reference === 'file:ca' ? readFile(ca) : Promise.resolve(Buffer.from(process.env['BENCH_PASSWORD'] ?? '')),
});
const started = performance.now();
await connector.import(requests.get('corp')!, space, context);
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - started) / 1000, objects: space.size })}\n`);
process.exit(0);

// The sync passes alone: filter, join, flow, resolve. The import before them is not counted.
import { notWritable } from '../../src/app/registry.ts';
import { synchronize } from '../../src/sync/index.ts';
import { loadExample } from './example.ts';
import { importFile } from './import-file.ts';

const { ruleSet, requests } = await loadExample();
const source = await importFile(process.argv[2]!, requests.get('corp')!);
const started = performance.now();
const { desired } = synchronize({
  ruleSet: ruleSet!,
  sources: [source],
  target: 'entra',
  ports: { asOf: 0, random: () => (length) => new Uint8Array(length) },
  notWritable,
});
const seconds = (performance.now() - started) / 1000;
const users = desired.filter((one) => one.type === 'user');
const flows = users.reduce((sum, one) => sum + one.attributes.size + one.metaverse.size, 0);
process.stdout.write(
  `${JSON.stringify({ seconds, identities: source.space.size, desired: desired.length, flowsPerUser: flows / users.length })}\n`,
);

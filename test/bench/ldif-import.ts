// An LDIF import as a plan does it: the attributes that the example's rules name, into a connector space.
import { loadExample } from './example.ts';
import { importFile } from './import-file.ts';

const { requests } = await loadExample();
const { space } = await importFile(process.argv[2]!, requests.get('corp')!);
process.stdout.write(`${JSON.stringify({ objects: space.size })}\n`);

// The floor of an LDIF import: every line read and cut at its colon, nothing kept.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let lines = 0;
let records = 0;
let names = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]!, { highWaterMark: 1 << 20 }) })) {
  lines++;
  if (line === '') records++;
  else names += line.slice(0, line.indexOf(':')).length;
}
process.stdout.write(`${JSON.stringify({ lines, records, names })}\n`);

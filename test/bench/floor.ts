// The floor that a plan is held against, pinned: read and parse the same LDIF and the same tenant objects, join them by
// anchor, compare twenty attributes. No rules, no guards, no network, no errors: what nobody can do without.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [ldif = '', tenant = ''] = process.argv.slice(2);

const mapping: readonly (readonly [string, string])[] = [
  ['displayName', 'displayName'],
  ['givenName', 'givenName'],
  ['sn', 'surname'],
  ['mail', 'mail'],
  ['userPrincipalName', 'userPrincipalName'],
  ['title', 'jobTitle'],
  ['department', 'department'],
  ['company', 'companyName'],
  ['physicalDeliveryOfficeName', 'officeLocation'],
  ['l', 'city'],
  ['st', 'state'],
  ['co', 'country'],
  ['c', 'usageLocation'],
  ['postalCode', 'postalCode'],
  ['streetAddress', 'streetAddress'],
  ['mobile', 'mobilePhone'],
  ['telephoneNumber', 'businessPhones'],
  ['employeeID', 'employeeId'],
  ['employeeType', 'employeeType'],
  ['sAMAccountName', 'mailNickname'],
];

type Entry = Map<string, string | string[]>;

function* values(record: string): Generator<[string, string]> {
  for (const line of record.replaceAll('\n ', '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    if (line[colon + 1] !== ':') yield [name, line.slice(colon + 2)];
    else {
      const raw = line.slice(colon + 3);
      yield [name, name === 'objectGUID' ? raw : Buffer.from(raw, 'base64').toString('utf8')];
    }
  }
}

function entryOf(record: string): Entry {
  const entry: Entry = new Map();
  for (const [name, value] of values(record)) {
    const former = entry.get(name);
    if (former === undefined) entry.set(name, value);
    else if (Array.isArray(former)) former.push(value);
    else entry.set(name, [former, value]);
  }
  return entry;
}

const byAnchor = new Map<string, Entry>();
let rest = '';
for await (const chunk of createReadStream(ldif, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
  const records = (rest + (chunk as string)).split('\n\n');
  rest = records.pop() ?? '';
  for (const record of records) {
    const entry = entryOf(record);
    const anchor = entry.get('objectGUID');
    if (typeof anchor === 'string') byAnchor.set(anchor, entry);
  }
}

let joined = 0;
let different = 0;
for await (const line of createInterface({ input: createReadStream(tenant, { highWaterMark: 1 << 20 }) })) {
  const object = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const entry = byAnchor.get(String(object['onPremisesImmutableId']));
  if (entry === undefined) continue;
  joined++;
  if (mapping.some(([from, to]) => entry.get(from) !== object[to])) different++;
}
process.stdout.write(`${JSON.stringify({ entries: byAnchor.size, joined, different })}\n`);

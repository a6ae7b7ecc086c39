import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directory } from '../support/forest/directory.ts';
import { examplePlan } from '../support/forest/plan.ts';
import { sambaRecords } from '../support/forest/samba.ts';
import { sambaAvailable, startDomainController } from './domain-controller.ts';
import type { DomainController } from './domain-controller.ts';

const run = promisify(execFile);
const people = '(&(objectCategory=person)(objectClass=user)(employeeType=*))';

describe.skipIf(!sambaAvailable())('a real domain controller', () => {
  let controller: DomainController;

  beforeAll(async () => {
    controller = await startDomainController({ ldif: [...sambaRecords(directory(examplePlan))].join('') });
  });

  afterAll(() => controller[Symbol.asyncDispose]());

  test('shows the generated forest over LDAPS to who trusts its authority', async () => {
    const found = await search(people, ['dn']);
    expect(found.match(/^dn:/gm)!.length).toBeGreaterThan(240);
    const groups = await search('(&(objectClass=group)(description=Maintained*))', ['member']);
    expect(groups.match(/^member:/gm)!.length).toBeGreaterThan(300);
  });

  test('is refused by who does not', async () => {
    const strict = connect({ host: controller.address, port: 636 });
    await expect(once(strict, 'secureConnect')).rejects.toThrow(/unable to verify/);
  });

  test('shows an added user, a change, and lets an ordinary account read them', async () => {
    const dn = await controller.addUser({ account: 'nova', cn: 'Növa, One', container: 'OU=Staff' });
    await controller.modify(`dn:: ${base64(dn)}\nchangetype: modify\nreplace: title\ntitle: Pilot\n-\n`);
    const reader = await controller.createLowPrivilegeAccount();
    const found = await search('(sAMAccountName=nova)', ['title', 'objectGUID'], reader.upn, reader.password);
    expect(found).toMatch(/^title: Pilot$/m);
    expect(found).toMatch(/^objectGUID:: /m);
  });

  test('hangs, goes on, dies and comes back with its data', async () => {
    controller.pause();
    await expect(search('(objectClass=domain)', ['dn'])).rejects.toThrow();
    controller.resume();
    expect(await search('(objectClass=domain)', ['dn'])).toMatch(/^dn:/m);
    await controller.kill();
    await expect(search('(objectClass=domain)', ['dn'])).rejects.toThrow(/contact LDAP server/);
    await controller.restart();
    expect(await search('(sAMAccountName=nova)', ['title'])).toMatch(/^title: Pilot$/m);
    await controller.stop();
    await expect(search('(objectClass=domain)', ['dn'])).rejects.toThrow(/contact LDAP server/);
  });

  async function search(
    filter: string,
    attributes: string[],
    who = controller.adminDn,
    password = controller.adminPassword,
  ): Promise<string> {
    const bind = ['-x', '-D', who, '-w', password, '-o', 'nettimeout=3'];
    const words = ['-LLL', '-o', 'ldif-wrap=no', '-H', controller.ldapsUrl, ...bind, '-b', controller.baseDn];
    const env = { ...process.env, LDAPTLS_CACERT: controller.caPath };
    const { stdout } = await run('ldapsearch', [...words, filter, ...attributes], { env, timeout: 3_000 });
    return stdout;
  }
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

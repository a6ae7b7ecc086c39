import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectorSpace } from '../../src/space/index.ts';
import { sourceObject } from '../support/world/sources.ts';

const at = (name: string, dn: string) => sourceObject(name, { dn });

test('an object put twice counts once, with its last state and place', () => {
  const space = connectorSpace('corp');
  space.put(at('ada', 'CN=ada,DC=x'));
  space.put(at('ada', 'CN=ada,OU=New,DC=x'));
  expect([space.size, [...space.objects()].length]).toEqual([1, 1]);
  expect(space.byDn('CN=ada,DC=x')).toBeUndefined();
  expect(space.byDn('cn=ADA, ou=New,dc=x')?.object.anchor).toBe(at('ada', '').anchor);
});

test('a name that was left and taken belongs to who took it', () => {
  const space = connectorSpace('corp');
  space.put(at('ada', 'CN=a,DC=x'));
  space.put(at('bob', 'CN=a,DC=x'));
  space.put(at('ada', 'CN=b,DC=x'));
  expect(space.byDn('CN=a,DC=x')?.object.anchor).toBe(at('bob', '').anchor);
  expect(space.byDn('CN=b,DC=x')?.object.anchor).toBe(at('ada', '').anchor);
});

test('what is removed is gone; removing what is not there is nothing', () => {
  const space = connectorSpace('corp');
  space.put(at('ada', 'CN=a,DC=x'));
  space.remove('nobody');
  space.remove(at('ada', '').anchor);
  expect([space.size, space.byDn('CN=a,DC=x')]).toEqual([0, undefined]);
});

test('a restart forgets everything, names too', () => {
  const space = connectorSpace('corp');
  space.put(at('ada', 'CN=a,DC=x'));
  expect([...space.objects()]).toHaveLength(1);
  space.restart();
  expect([space.size, [...space.objects()], space.byDn('CN=a,DC=x')]).toEqual([0, [], undefined]);
  space.put(at('bob', 'CN=a,DC=x'));
  expect(space.byDn('CN=a,DC=x')?.object.anchor).toBe(at('bob', '').anchor);
});

test('objects come by anchor, whatever the order in which they were read', () => {
  const steps = fc.array(
    fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), gone: fc.boolean(), look: fc.boolean() }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(steps, (list) => {
      const space = connectorSpace('corp');
      const model = new Map<string, string>();
      for (const { name, gone, look } of list) {
        const object = at(name, `CN=${name},DC=x`);
        if (gone) space.remove(object.anchor);
        else space.put(object);
        if (gone) model.delete(object.anchor);
        else model.set(object.anchor, object.dn);
        if (look) expect(space.size).toBe([...space.objects()].length);
      }
      expect(Array.from(space.objects(), ({ object }) => object.anchor)).toEqual([...model.keys()].sort());
      for (const [anchor, dn] of model) expect(space.byDn(dn.toLowerCase())?.object.anchor).toBe(anchor);
    }),
  );
});

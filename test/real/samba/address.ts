import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Samba has no option for the port of LDAP: controllers side by side each take an address of 127.0.0.0/8.
const PORTS = [389, 636, 3268, 3269];
const ATTEMPTS = 20;

export async function freeAddress(): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const address = `127.${randomInt(64, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
    const free = await Promise.all(PORTS.map((port) => isFree(address, port)));
    if (free.every(Boolean)) return address;
  }
  throw new Error('no loopback address with free LDAP ports: listening below 1024 takes root or CAP_NET_BIND_SERVICE');
}

function isFree(address: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => {
    resolve(false);
  });
  server.listen(port, address, () => {
    server.close(() => {
      resolve(true);
    });
  });
  return promise;
}

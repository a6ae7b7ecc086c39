import { execFile } from 'node:child_process';

/** The daemons lie outside an ordinary user's search path. */
export const searchPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** Runs a program to its end; what it complained of becomes the error's message. */
export function command(program: string, words: readonly string[], input?: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { env: { ...process.env, PATH: searchPath, LC_ALL: 'C.UTF-8' }, maxBuffer: 1 << 26 };
  const child = execFile(program, words, options, (error, output, complaint) => {
    if (error === null) resolve(output);
    else reject(new Error(`${program} failed: ${(complaint || output || error.message).trim().slice(-2000)}`));
  });
  child.stdin?.end(input);
  return promise;
}

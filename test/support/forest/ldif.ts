// LDIF content records (RFC 2849).

import type { Entry, Value } from './entry.ts';

const WIDTH = 76;

// SAFE-STRING of RFC 2849, and no blank at the end (its note 8).
const SAFE = /^(?![ :<])[\x01-\x09\x0b\x0c\x0e-\x7f]*$/;

export function ldifRecord(entry: Entry): string {
  const lines = [ldifLine('dn', entry.dn)];
  for (const [name, values] of entry.attributes) for (const value of values) lines.push(ldifLine(name, value));
  return `${lines.join('\n')}\n\n`;
}

export function ldifLine(name: string, value: Value): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && SAFE.test(text) && !text.endsWith(' ')) return folded(`${name}: ${text}`);
  return folded(`${name}:: ${Buffer.from(text as string).toString('base64')}`);
}

function folded(line: string): string {
  if (line.length <= WIDTH) return line;
  const parts = [line.slice(0, WIDTH)];
  for (let at = WIDTH; at < line.length; at += WIDTH - 1) parts.push(line.slice(at, at + WIDTH - 1));
  return parts.join('\n ');
}

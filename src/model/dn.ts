import { foldCase } from '../kernel/text.ts';

/** One relative distinguished name; a multi-valued RDN (`cn=a+uid=b`) keeps its first part here. */
export interface Rdn {
  readonly type: string;
  /** Unescaped. */
  readonly value: string;
}

/**
 * A DN made comparable: types and values case-folded, escapes brought to one form. Servers re-escape DN texts
 * (`\=` comes back as `\3D`), so the key, never the text, finds an object (RFC 4514).
 */
export type DnKey = string & { readonly __brand: 'DnKey' };

/** The key of a DN. */
export function dnKey(dn: string): DnKey {
  if (isPlain(dn)) return foldCase(dn) as DnKey;
  return splitRdns(dn)
    .map((rdn) => splitUnescaped(rdn, '+').map(rdnKey).sort().join('+'))
    .join(',') as DnKey;
}

/** True when the first DN is the second or lies below it. */
export function isAtOrBelow(dn: DnKey, container: DnKey): boolean {
  return dn === container || (dn.length > container.length && dn.endsWith(`,${container}`));
}

/** The RDNs of a DN from the left, unescaped. */
export function parseDn(dn: string): readonly Rdn[] {
  return splitRdns(dn).map((rdn) => {
    const [first = rdn] = splitUnescaped(rdn, '+');
    const equals = first.indexOf('=');
    return { type: first.slice(0, equals).trim(), value: unescapeValue(first.slice(equals + 1)) };
  });
}

/** Escapes one RDN value (RFC 4514 section 2.4). */
export function escapeRdnValue(value: string): string {
  if (value === ' ') return '\\ ';
  return value
    .replace(/[\\,+"<>;=]/g, (character) => `\\${character}`)
    .replace(/^[ #]/, (character) => `\\${character}`)
    .replace(/ $/, '\\ ')
    .replaceAll('\0', '\\00');
}

/** True when folding the whole text gives the key: nothing in it would be written otherwise there. */
function isPlain(dn: string): boolean {
  let inValue = false;
  for (let index = 0; index < dn.length; index++) {
    const code = dn.charCodeAt(index);
    if (isSpecial(code)) return false;
    if (code === 0x2c) inValue = false;
    else if (code === 0x3d) {
      if (inValue) return false;
      inValue = true;
    } else if (code === 0x20) {
      const before = dn.charCodeAt(index - 1);
      const after = dn.charCodeAt(index + 1);
      if (
        before === 0x2c ||
        before === 0x3d ||
        after === 0x2c ||
        after === 0x3d ||
        index === 0 ||
        index === dn.length - 1
      )
        return false;
    }
  }
  return true;
}

/**
 * A character that keys hold escaped, or one that folding would make such: U+0338 melts with the = before it, and
 * U+037E is a semicolon.
 */
function isSpecial(code: number): boolean {
  switch (code) {
    case 0x22: // "
    case 0x23: // #
    case 0x2b: // +
    case 0x3b: // ;
    case 0x3c: // <
    case 0x3e: // >
    case 0x5c: // \
    case 0x338:
    case 0x37e:
      return true;
    default:
      return code < 0x20 || (code >= 0x7f && code <= 0x9f);
  }
}

function rdnKey(rdn: string): string {
  const equals = rdn.indexOf('=');
  const type = rdn.slice(0, equals).trim();
  return `${foldCase(type)}=${canonicalValue(foldCase(unescapeValue(rdn.slice(equals + 1))))}`;
}

/** Every character that has a meaning in DNs as two hexadecimal digits, so that keys can be cut at commas. */
function canonicalValue(value: string): string {
  return value.replace(/[\\,+"<>;=#]|^ | $|\p{Cc}/gu, (character) => {
    return `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function splitRdns(dn: string): readonly string[] {
  return dn.trim() === '' ? [] : splitUnescaped(dn, ',');
}

function splitUnescaped(text: string, separator: ',' | '+'): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === separator || (separator === ',' && character === ';'))) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function unescapeValue(raw: string): string {
  let text = trimSpaces(raw);
  if (text.startsWith('"') && text.endsWith('"') && text.length > 1) text = text.slice(1, -1);
  if (!text.includes('\\')) return text;
  // Runs of \XX are UTF-8 bytes; any other escaped character stands for itself.
  return text.replace(/(?:\\[0-9a-fA-F]{2})+|\\(.)/gsu, (escaped, character: string | undefined) => {
    if (character !== undefined) return character;
    const bytes = escaped
      .split('\\')
      .slice(1)
      .map((pair) => Number.parseInt(pair, 16));
    return decoder.decode(Uint8Array.from(bytes));
  });
}

/** Without the spaces around it; an escaped one at the end belongs to the value. */
function trimSpaces(raw: string): string {
  let start = 0;
  while (raw[start] === ' ') start++;
  let end = raw.length;
  while (end > start && raw[end - 1] === ' ') end--;
  let backslashes = 0;
  while (raw[end - 1 - backslashes] === '\\') backslashes++;
  return raw.slice(start, backslashes % 2 === 1 && end < raw.length ? end + 1 : end);
}

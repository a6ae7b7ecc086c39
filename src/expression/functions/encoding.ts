const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf16 = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });

/** The text of bytes, or undefined when they are not in the encoding. */
export function decoded(bytes: Uint8Array, encoding: 'Unicode' | 'ASCII' | 'UTF8'): string | undefined {
  if (encoding === 'ASCII' && bytes.some((byte) => byte > 0x7f)) return undefined;
  try {
    return (encoding === 'Unicode' ? utf16 : utf8).decode(bytes);
  } catch {
    // A fatal decoder has no other way to say that the bytes are ill-formed.
    return undefined;
  }
}

/** The text of a file, or what is wrong with its encoding. */
export type Decoded = { readonly text: string; readonly encoding: string } | { readonly problem: string };

const BYTE_ORDER_MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Reads UTF-8, or what a byte order mark says: Windows PowerShell writes UTF-16 with one. */
export function decode(bytes: Uint8Array): Decoded {
  const mark = BYTE_ORDER_MARKS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  const encoding = mark?.encoding ?? 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return { problem: `It is not ${encoding.toUpperCase()}.` };
  }
  // UTF-16 without its mark is full of them, and no text has one.
  return text.includes('\0') ? { problem: 'It holds a character U+0000, which no text has.' } : { text, encoding };
}

/** The text of an XML file, or what is wrong with its encoding (XML 1.0, appendix F). */
export type Decoded = { readonly text: string } | { readonly problem: string };

const BYTE_ORDER_MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Reads UTF-8, or what a byte order mark says. A file that declares something else, or is not what it says, is refused. */
export function decodeXml(bytes: Uint8Array): Decoded {
  const mark = BYTE_ORDER_MARKS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte));
  const encoding = mark?.encoding ?? 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return { problem: `It is not ${encoding.toUpperCase()}.` };
  }
  const declared = /^<\?xml[^>]{0,200}?\bencoding\s{0,10}=\s{0,10}["']([\w.-]{1,40})["']/
    .exec(text)?.[1]
    ?.toLowerCase();
  const agrees = declared === undefined || encoding.startsWith(declared) || declared === 'us-ascii';
  return agrees ? { text } : { problem: `It declares the encoding ${declared}; UTF-8 and UTF-16 are read.` };
}

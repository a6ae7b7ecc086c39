/** What is wrong with the encoding that an XML file declares (XML 1.0, appendix F); undefined when it is its own. */
export function wrongDeclaration(text: string, encoding: string): string | undefined {
  const declared = /^<\?xml[^>]{0,200}?\bencoding\s{0,10}=\s{0,10}["']([\w.-]{1,40})["']/
    .exec(text)?.[1]
    ?.toLowerCase();
  const agrees = declared === undefined || encoding.startsWith(declared) || declared === 'us-ascii';
  return agrees ? undefined : `It declares the encoding ${declared}; UTF-8 and UTF-16 are read.`;
}

const KNOWN =
  /^<\/?(?:!doctype html|html|head|meta|title|style|script|body|a|header|p|h[1-4]|dl|dt|dd|div|span|nav|ul|li|main|section|form|label|input|select|option|output|table|caption|thead|tbody|tr|th|td|details|summary|strong|bdi|code|del|ins|br|button|noscript)((?: (?:lang|charset|name|content|http-equiv|class|href|id|tabindex|aria-(?:hidden|label|labelledby)|role|type|data-(?:list|noun|one|filtered|kinds|title|choose|value|gather)|for|autocomplete|spellcheck|value|scope|colspan|open|hidden)(?:="[^"<>]*")?)*)>$/;

/** Tags of a page that no page of ours has, and texts that could become one: none. */
export function strangeTags(page: string): readonly string[] {
  const outside = page
    .replace(/<(script|style)>.*?<\/\1>/gs, '')
    .replace(/<script type="application\/json" id="[\w.-]+">[^<>&]*<\/script>/g, '');
  const links = /<a [^>]*href="(?!#)[^"]*"[^>]*>/g;
  return [
    ...(outside.match(/<[^>]*>?/g) ?? []).filter((tag) => !KNOWN.test(tag)),
    ...(outside.match(links) ?? []),
    ...(outside.match(/<script/g) ?? []),
  ];
}

/** Characters that cannot be seen, or that move others. */
export function unseen(page: string): readonly string[] {
  return page.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? [];
}

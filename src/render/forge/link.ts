import { code, shortened } from './inline.ts';

const LONGEST = 200;

/** `path:line` as code, and as a link where it is a file below the base. */
export function placeLink(at: string, base: string | undefined): string {
  const shown = code(shortened(at, LONGEST));
  const address = base === undefined ? undefined : addressOf(at, base);
  return address === undefined ? shown : `[${shown}](${address})`;
}

/** Only a path that stays below the base is one. */
function addressOf(at: string, base: string): string | undefined {
  const [, path = '', line = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const steps = path.split('/');
  if (at.length > LONGEST || /[\\:@]/.test(path)) return undefined;
  if (steps.some((step) => step === '' || step === '.' || step === '..')) return undefined;
  const root = base.endsWith('/') ? base : `${base}/`;
  return `${escaped(root)}${steps.map((step) => escaped(encodeURIComponent(step.toWellFormed()))).join('/')}#L${line}`;
}

/** Nothing that ends the address of a link, or means something in Markdown. */
function escaped(address: string): string {
  return address.replace(/[\s()<>!'*_`[\]\\|]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

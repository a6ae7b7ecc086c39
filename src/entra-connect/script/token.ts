/**
 * A token of PowerShell (Windows PowerShell Language Specification 3.0, 2.3), as far as commands with literal arguments
 * need it. Offsets are of the script.
 */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  /** A string with a variable or a command in it. */
  | { readonly kind: 'expandable' }
  | { readonly kind: 'parameter'; readonly name: string; readonly hasColon: boolean }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'lineEnd' }
  | { readonly kind: 'semicolon' }
);

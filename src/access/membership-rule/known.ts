/** What is known of a property of a person. */
export type Known =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  /** Set, and to what is not known: the id of a user who is still to be created. */
  | { readonly kind: 'present' }
  /** `since`: what is written changes it, in a way that is not known. */
  | { readonly kind: 'unread'; readonly since?: string };

/** True, false, or why it cannot be told. */
export type Truth = boolean | { readonly unknown: string };

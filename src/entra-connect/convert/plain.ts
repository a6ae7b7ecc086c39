/** What a YAML document holds, in the order in which it is written. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

export interface PlainDocument {
  /** Lines above the document. */
  readonly comment: readonly string[];
  readonly content: { readonly [key: string]: Plain };
  /** Remarks behind the values at these paths. */
  readonly remarks: readonly (readonly [path: readonly (string | number)[], text: string])[];
}

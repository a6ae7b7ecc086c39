import { faults } from '../faults.ts';

/**
 * Reads an `$expand` of one known relationship, with an optional `$select` inside.
 * Returns the selected names; `undefined` stands for the default set.
 */
export function parseExpand(expand: string, relationship: string): readonly string[] | undefined {
  const match = /^\s*([A-Za-z]+)\s*(?:\(\s*\$select\s*=\s*([A-Za-z0-9_]+(?:\s*,\s*[A-Za-z0-9_]+)*)\s*\))?\s*$/.exec(
    expand,
  );
  if (match?.[1]?.toLowerCase() !== relationship.toLowerCase()) {
    throw faults.unsupportedQuery(`The $expand '${expand}' is not supported.`);
  }
  return match[2]?.split(',').map((name) => name.trim());
}

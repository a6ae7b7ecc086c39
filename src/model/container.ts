/** Object types that hold others. Nobody synchronizes them: they are read where pins follow them. */
export const containerTypes = ['organizationalUnit', 'container', 'builtinDomain', 'domainDNS'] as const;

const known: ReadonlySet<string> = new Set(containerTypes);

export function isContainerType(type: string): boolean {
  return known.has(type);
}

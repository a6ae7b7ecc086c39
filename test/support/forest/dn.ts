// Distinguished names as Active Directory prints them (RFC 4514 with its own choice of what to escape).

export function rdn(type: 'CN' | 'OU', value: string): string {
  return `${type}=${escapeValue(value)}`;
}

export function child(type: 'CN' | 'OU', value: string, parent: string): string {
  return `${rdn(type, value)},${parent}`;
}

export function escapeValue(value: string): string {
  const escaped = value.replaceAll(/[,+"\\<>;=]/g, (character) => `\\${character}`).replaceAll('\n', '\\0A');
  const head = escaped.startsWith('#') || escaped.startsWith(' ') ? `\\${escaped}` : escaped;
  return head.endsWith(' ') && head.length > 1 ? `${head.slice(0, -1)}\\ ` : head;
}

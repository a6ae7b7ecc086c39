import type { TenantPopulation } from '../model/tenant.ts';

/** Which source objects have a tenant object with their mark; looked up when first asked. */
export function markTest(workspace: string, tenant: TenantPopulation | undefined): (key: string) => boolean {
  let keys: Set<string> | undefined;
  return (key) => {
    if (keys === undefined) {
      keys = new Set();
      for (const { mark } of tenant?.objects ?? []) {
        if (typeof mark === 'object' && mark.workspace === workspace) keys.add(`${mark.connector}/${mark.anchor}`);
      }
    }
    return keys.has(key);
  };
}

import { table } from './entry.ts';

/** The tenant and Microsoft Graph (ENT…). */
export const tenantCodes = table({
  ENT001: {
    severity: 'error',
    summary: 'The tenant cannot be reached',
    why: 'Without the tenant nothing can be compared.',
    fix: 'Check the network and the sign-in settings of the topology.',
    exit: 7,
  },
});

import { table } from './entry.ts';

/** The tenant and Microsoft Graph (ENT…). */
export const tenantCodes = table({
  ENT001: {
    severity: 'error',
    summary: 'The tenant cannot be reached',
    why: 'Without the tenant nothing can be compared.',
    fix: 'Check the network, proxies and the tenant settings of the topology.',
    exit: 7,
  },
  ENT002: {
    severity: 'error',
    summary: 'The tenant refuses the credential',
    why: 'Without a token nothing can be read or written.',
    fix: 'Check the client id, that the certificate or secret belongs to it, and that it has not expired.',
    exit: 7,
  },
  ENT003: {
    severity: 'error',
    summary: 'A permission is missing',
    why: 'What cannot be read cannot be protected, so nothing is planned without it.',
    fix: 'Grant the application permission that is named, with the consent of an administrator.',
    exit: 7,
  },
  ENT004: {
    severity: 'error',
    summary: 'The credential belongs to another tenant',
    why: 'The topology pins the tenant, so that no plan meant for one tenant can reach another.',
    fix: 'Correct the tenant id of the topology, or use the credential of that tenant.',
    exit: 3,
  },
  ENT005: {
    severity: 'error',
    summary: 'An answer of the tenant is not understood',
    why: 'An answer that is read only in part would look like objects that are gone.',
    fix: 'Try again; if it stays, look for a proxy that changes answers.',
    exit: 7,
  },
  ENT006: {
    severity: 'error',
    summary: 'The address of the tenant is refused',
    why: 'Credentials are sent only to the known Microsoft clouds and to this machine.',
    fix: 'Use the addresses of a Microsoft cloud, or leave out the endpoint.',
    exit: 3,
  },
  ENT007: {
    severity: 'error',
    summary: 'The credential cannot be used',
    why: 'Without a token nothing can be read or written.',
    fix: 'Give a PEM file that holds the certificate and its private key without a password, or a secret or token that is not empty.',
    exit: 3,
  },
  ENT008: {
    severity: 'error',
    summary: 'The tenant answers with an error',
    why: 'A part of the tenant that was not read would look like objects that are gone.',
    fix: 'Try again later; if it stays, give the request id to Microsoft.',
    exit: 7,
  },
  ENT009: {
    severity: 'error',
    summary: 'The emulated tenant cannot start',
    why: 'Without the tenant nothing can be compared.',
    fix: 'Choose another port, or correct the path of the seed or of the state.',
    exit: 3,
  },
});

import { diagnostic, DiagnosticError } from '../../kernel/diagnostic.ts';
import type { TenantSettings } from '../../model/settings.ts';

type EntraSettings = Extract<TenantSettings, { type: 'entra' }>;

/** Where to sign in and where Graph is. */
export interface Endpoint {
  /** Origin and path of the sign-in service, without a slash at the end. */
  readonly authority: string;
  /** Origin and path of Graph, without version and without a slash at the end. */
  readonly graph: string;
  readonly graphOrigin: string;
  readonly scope: string;
  /** False where the library must not ask Microsoft whether the authority is one of its own. */
  readonly knownCloud: boolean;
}

interface Cloud {
  readonly authorities: readonly string[];
  readonly graph: string;
}

/** learn.microsoft.com: "National cloud deployments" (Microsoft Graph), "National clouds" (identity platform). */
const CLOUDS: readonly Cloud[] = [
  { authorities: ['https://login.microsoftonline.com'], graph: 'https://graph.microsoft.com' },
  { authorities: ['https://login.microsoftonline.us'], graph: 'https://graph.microsoft.us' },
  { authorities: ['https://login.microsoftonline.us'], graph: 'https://dod-graph.microsoft.us' },
  {
    authorities: ['https://login.partner.microsoftonline.cn', 'https://login.chinacloudapi.cn'],
    graph: 'https://microsoftgraph.chinacloudapi.cn',
  },
];

const GLOBAL = { authority: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' } as const;

/**
 * The endpoint of the settings, or a diagnostic: whoever can change the settings must not be able to have the
 * credential sent to a machine of their own.
 */
export function endpointOf(settings: EntraSettings): Endpoint {
  const { authority, graph } = settings.endpoint ?? GLOBAL;
  const signIn = httpsUrl(authority);
  const api = httpsUrl(graph);
  const cloud = CLOUDS.find((one) => one.graph === trimmed(api) && one.authorities.includes(trimmed(signIn)));
  if (cloud !== undefined) return endpoint(signIn, api, `${cloud.graph}/.default`, true);
  if (!isLoopback(signIn)) refuse(authority, 'is no sign-in service of a Microsoft cloud that belongs to this Graph');
  if (!isLoopback(api)) refuse(graph, 'is no Microsoft Graph that belongs to this sign-in service');
  return endpoint(signIn, api, `${GLOBAL.graph}/.default`, false);
}

function endpoint(authority: URL, graph: URL, scope: string, knownCloud: boolean): Endpoint {
  return { authority: trimmed(authority), graph: trimmed(graph), graphOrigin: graph.origin, scope, knownCloud };
}

function httpsUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : refuse(text, 'is no URL');
  if (url.protocol !== 'https:') refuse(text, 'does not begin with https://');
  if (url.username !== '' || url.password !== '') refuse(url.host, 'holds a user name or a password');
  if (url.search !== '' || url.hash !== '') refuse(text, 'holds more than host and path');
  return url;
}

/** IPv4 loopback is all of 127.0.0.0/8 (RFC 1122); URL brings every spelling of it to four decimals. */
function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
}

function trimmed(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function refuse(address: string, why: string): never {
  throw new DiagnosticError([diagnostic('ENT006', { detail: `The address ${address} ${why}.`, subject: address })]);
}

import { Buffer } from 'node:buffer';
import type { TokenCredential } from '@azure/identity';
import { fail } from '../../kernel/diagnostic.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { SecretReader, SecretReference, TenantAuth } from '../../model/settings.ts';
import { requireCertificate } from './certificate.ts';
import type { Endpoint } from './endpoint.ts';
import { signInFailure } from './sign-in-failure.ts';

/** Gives a token for Graph; one sign-in at a time, kept until shortly before it ends. */
export interface TokenSource {
  token(signal: AbortSignal): Promise<string>;
  /** Another token than the one that Graph refused, unless there is a newer one already. */
  renewed(refused: string, signal: AbortSignal): Promise<string>;
}

export interface SignIn {
  readonly tenantId: string;
  readonly auth: TenantAuth;
  readonly endpoint: Endpoint;
  readonly readSecret: SecretReader;
  readonly clock: Clock;
  /** PEM of the only authorities to trust; default: those of Node. */
  readonly ca?: string;
}

/** A token is renewed this long before it ends. */
const MARGIN = 5 * 60_000;

export function tokenSource(signIn: SignIn): TokenSource {
  let credential: Promise<TokenCredential> | undefined;
  let held: { readonly text: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(signal: AbortSignal): Promise<string> {
    credential ??= credentialOf(signIn);
    const answer = await getToken(await credential, signIn, signal);
    held = { text: answer.token, until: answer.expiresOnTimestamp - MARGIN };
    return answer.token;
  }

  async function token(signal: AbortSignal): Promise<string> {
    if (held !== undefined && signIn.clock.now() < held.until) return held.text;
    asking ??= ask(signal).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    token,
    renewed: async (refused, signal) => {
      if (held?.text === refused) {
        held = undefined;
        // The library keeps tokens, too, and would give the same one again.
        credential = undefined;
      }
      return token(signal);
    },
  };
}

/** The library costs a fifth of a second to load, so it is loaded when the first token is needed. */
async function credentialOf(signIn: SignIn): Promise<TokenCredential> {
  const { auth, tenantId, endpoint } = signIn;
  const clientId = await clientIdOf(signIn);
  const reference = await referenceOf(signIn);
  const content = await textOf(signIn, reference);
  const identity = await import('@azure/identity');
  const options = {
    authorityHost: endpoint.authority,
    disableInstanceDiscovery: !endpoint.knownCloud,
    retryOptions: { maxRetries: 2, maxRetryDelayInMs: 2000 },
    ...(signIn.ca === undefined ? {} : { tlsOptions: { ca: signIn.ca } }),
  };
  if (auth.method === 'certificate') {
    requireCertificate(content, reference);
    return new identity.ClientCertificateCredential(tenantId, clientId, { certificate: content }, options);
  }
  if (content.trim() === '') fail('ENT007', { detail: `${reference} is empty.`, subject: reference });
  switch (auth.method) {
    case 'secret':
      return new identity.ClientSecretCredential(tenantId, clientId, content.trim(), options);
    case 'federated': {
      // Such a token holds for minutes: whoever gives it renews it, and it is read anew for each sign-in.
      const assertion = async (): Promise<string> => (await textOf(signIn, reference)).trim();
      return new identity.ClientAssertionCredential(tenantId, clientId, assertion, options);
    }
  }
}

const VARIABLE = 'env:';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function clientIdOf(signIn: SignIn): Promise<string> {
  const { clientId } = signIn.auth;
  if (!clientId.startsWith(VARIABLE)) return clientId;
  const text = (await textOf(signIn, clientId as SecretReference)).trim();
  if (GUID.test(text)) return text;
  return fail('ENT007', {
    detail: `${clientId} holds no application (client) id.`,
    subject: clientId,
    help: 'Give it the client id of the application, a GUID.',
  });
}

/** Where the proof is. The variable is the one that the libraries of Azure know, too (workload identity). */
async function referenceOf(signIn: SignIn): Promise<SecretReference> {
  const { auth } = signIn;
  switch (auth.method) {
    case 'certificate':
      return auth.certificate;
    case 'secret':
      return auth.secret;
    case 'federated':
      return auth.assertion ?? `file:${(await textOf(signIn, 'env:AZURE_FEDERATED_TOKEN_FILE')).trim()}`;
  }
}

async function textOf({ readSecret }: SignIn, reference: SecretReference): Promise<string> {
  return Buffer.from(await readSecret(reference)).toString('utf8');
}

interface Token {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

async function getToken(credential: TokenCredential, signIn: SignIn, signal: AbortSignal): Promise<Token> {
  const { scope, authority } = signIn.endpoint;
  let answer: Token | null;
  try {
    answer = await credential.getToken(scope, { abortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    return signInFailure(error, authority);
  }
  return answer ?? fail('ENT002', { detail: `${authority} gave no token.`, subject: authority });
}

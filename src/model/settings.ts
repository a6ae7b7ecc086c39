/** A secret is a reference, never a value: `env:NAME` or `file:path` (relative to the workspace). */
export type SecretReference = `env:${string}` | `file:${string}`;

/** `clientId` is a GUID, or `env:NAME` of a variable that holds one: reading and writing may have an application each. */
export type TenantAuth =
  | { readonly method: 'certificate'; readonly clientId: string; readonly certificate: SecretReference }
  | { readonly method: 'secret'; readonly clientId: string; readonly secret: SecretReference }
  | {
      readonly method: 'federated';
      readonly clientId: string;
      /** A token of the issuer that is trusted; default: in the file that AZURE_FEDERATED_TOKEN_FILE names. */
      readonly assertion?: SecretReference;
    };

/** How to reach the tenant. `sandbox` starts the embedded one and needs no sign-in settings. */
export type TenantSettings =
  | {
      readonly type: 'entra';
      readonly id: string;
      readonly auth: TenantAuth;
      /** Another authority and Graph address: national clouds, or a sandbox on loopback with its CA. */
      readonly endpoint?: { readonly authority: string; readonly graph: string; readonly ca?: SecretReference };
    }
  | {
      readonly type: 'sandbox';
      readonly id: string;
      /** NDJSON the tenant starts with, relative to the workspace. */
      readonly seed?: string;
    };

export interface LdifSettings {
  readonly name: string;
  readonly type: 'ldif';
  /** Relative to the workspace. */
  readonly path: string;
  /** Naming contexts that the file holds whole; default: the shortest DN suffixes found in it. */
  readonly partitions?: readonly string[];
}

export interface ActiveDirectorySettings {
  readonly name: string;
  readonly type: 'activeDirectory';
  readonly domains: readonly {
    readonly name: string;
    /** ldaps:// URLs, or ldap:// ones with `tls: startTls`, in the order in which they are tried. */
    readonly servers: readonly string[];
  }[];
  /** startTls: TLS begins by StartTLS on ldap:// URLs. Without it they are refused. */
  readonly tls?: 'ldaps' | 'startTls';
  readonly trust?: {
    readonly ca?: SecretReference;
    /** `sha256:` and the base64 of the SHA-256 of the SubjectPublicKeyInfo of a server (RFC 7469 section 2.4). */
    readonly pins?: readonly string[];
  };
  readonly bind: { readonly user: string; readonly password: SecretReference };
  /** Seconds to wait for one answer; default 120. */
  readonly timeoutSeconds?: number;
  /** Entries a page; default 1000. */
  readonly pageSize?: number;
}

export type ConnectorSettings = LdifSettings | ActiveDirectorySettings;

/** What of the Topology concerns the outside: read by the wiring only. */
export interface Settings {
  readonly tenant: TenantSettings;
  readonly connectors: readonly ConnectorSettings[];
}

/** Resolves a secret reference to its bytes; fails with a diagnostic that names the reference, never the value. */
export type SecretReader = (reference: SecretReference) => Promise<Uint8Array>;

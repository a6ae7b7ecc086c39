import type { ExportedConnector, ServerExport } from '../server-export.ts';
import { declarationOf } from './extensions.ts';
import type { UsedExtension } from './extensions.ts';
import { connectorNames } from './names.ts';
import type { Plain, PlainDocument } from './plain.ts';

export interface TopologyOptions {
  /** Of the workspace. */
  readonly name: string;
  readonly tenantId?: string;
  /** Rules of the pack that do not take part. */
  readonly disable: readonly string[];
  /** What rules write or read of the tenant. */
  readonly extensions: readonly UsedExtension[];
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The Topology: a connector for each directory, and what only people can say with a remark. */
export function topologyDocument(
  server: ServerExport,
  { name, tenantId, disable, extensions }: TopologyOptions,
): PlainDocument {
  const directoryExtensions = declarationOf(extensions);
  const names = connectorNames(server);
  const connectors = server.connectors.flatMap((one): Plain[] => {
    const connector = names.get(one.id);
    return connector === undefined ? [] : [connectorOf(connector, one)];
  });
  const anchor = anchorOf(server);
  const people = peopleOf(server);
  const spec = {
    tenant: {
      id: tenantId ?? NOBODY,
      auth: { method: 'certificate', clientId: NOBODY, certificate: 'file:./lockstep.pem' },
    },
    connectors,
    ownerMark: { applicationId: NOBODY },
    ...(directoryExtensions === undefined ? {} : { directoryExtensions }),
    extends: ['lockstep/default@1'],
    ...(disable.length === 0 ? {} : { disable }),
    ...(anchor === 'mS-DS-ConsistencyGuid' ? { sourceAnchor: { attribute: anchor, fallback: 'objectGUID' } } : {}),
    ...(people === undefined || people === 'oneForest' ? {} : { matching: { people } }),
  };
  const decide = 'decide: ';
  return {
    comment: [
      'What is connected with what. Made from the configuration of an Entra Connect server: see migration-report.md.',
    ],
    content: { apiVersion: 'lockstep/v1alpha1', kind: 'Topology', metadata: { name }, spec },
    remarks: [
      ...(tenantId === undefined ? ([[['spec', 'tenant', 'id'], `${decide}the id of the tenant`]] as const) : []),
      [['spec', 'tenant', 'auth', 'clientId'], `${decide}the app registration that Lockstep signs in with`],
      [['spec', 'ownerMark', 'applicationId'], `${decide}the same app registration; it stays for good`],
      ...madeUp(server).map(
        ({ id }, index) =>
          [['spec', 'connectors', index, 'domains', 0, 'name'], `${decide}${whichDomain(id)}`] as const,
      ),
      ...connectors.map(
        (_, index) => [['spec', 'connectors', index, 'bind', 'user'], `${decide}an account that may read`] as const,
      ),
    ],
  };
}

/** Directories of which only the identifier is known. There are none beside others. */
function madeUp({ connectors }: ServerExport): readonly ExportedConnector[] {
  return connectors.filter(({ isDescribed }) => !isDescribed);
}

function whichDomain(id: string): string {
  return id === ''
    ? 'the domain of the directory, and its servers'
    : `the domain of the connector ${id}, and its servers`;
}

function connectorOf(name: string, connector: ExportedConnector): Plain {
  const domains = domainsOf(connector);
  const variable = `LOCKSTEP_${name.toUpperCase().replaceAll('-', '_')}_PASSWORD`;
  return {
    name,
    type: 'activeDirectory',
    domains: domains.map((domain) => ({ name: domain, servers: [`ldaps://${domain}`] })),
    bind: { user: `lockstep@${domains[0] ?? ''}`, password: `env:${variable}` },
  };
}

const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** The domains that are selected on the server. */
export function domainsOf({ partitions }: ExportedConnector): readonly string[] {
  const domains = partitions.flatMap(({ selected, domain }) => (selected && domain !== undefined ? [domain] : []));
  return [...new Set(domains)].filter((domain) => domain.length <= 253 && DOMAIN.test(domain));
}

/** What people are known by; undefined when the server says nothing, or something else than what there is here. */
export function anchorOf({ settings }: ServerExport): string | undefined {
  const said = settings.get('Microsoft.SynchronizationOption.AnchorAttribute')?.toLowerCase();
  return ['objectGUID', 'mS-DS-ConsistencyGuid'].find((name) => name.toLowerCase() === said);
}

/** How the accounts of one person are found: the standard rule says it by its join. */
export function peopleOf({ rules }: ServerExport): Plain | undefined {
  const rule = rules.find(
    ({ tag, direction }) => direction === 'inbound' && /^microsoft\.infromaduserjoin\./i.test(tag ?? ''),
  );
  if (rule?.isDescribed !== true) return undefined;
  const groups = rule.join.map((group) => group.map((one) => [one.connectorAttribute, one.metaverseAttribute]));
  const others = groups.filter((group) => group.some(([, to]) => to !== 'sourceAnchorBinary'));
  const [first, ...more] = others;
  if (first === undefined) return 'oneForest';
  if (others.some((group) => group.some(([, to]) => to === 'objectSid'))) return 'objectSid';
  const names = first.map(([from]) => from).sort();
  if (more.length > 0) return undefined;
  if (names.join() === 'mailNickname,sAMAccountName') return 'samAccountName+mailNickname';
  const [pair] = first;
  const [from, to] = pair ?? [];
  if (first.length > 1 || from === undefined) return undefined;
  if (from === 'mail' && to === 'mail') return 'mail';
  return from === to ? { attribute: from } : undefined;
}

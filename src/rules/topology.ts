import type { Topology } from '../model/rule-set.ts';
import type {
  ActiveDirectorySettings,
  ConnectorSettings,
  SecretReference,
  Settings,
  TenantAuth,
  TenantSettings,
} from '../model/settings.ts';
import type { WorkspaceDocument } from './documents.ts';
import { directoryExtensionsOf } from './directory-extensions.ts';
import { dnProblem } from './dn-syntax.ts';
import type { Report } from './problems.ts';
import { at, itemsOf, numberOf, textOf, textsOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The tenant's name in rules: no directory can have it. */
export const TENANT = 'entra';

export interface ConnectorName {
  readonly name: string;
  readonly type: ConnectorSettings['type'];
  /** DNs of the naming contexts that are known from the text; empty when they are found out in the import. */
  readonly partitions: readonly string[];
}

/** Names and types of the connectors, as far as they can be read: also of a document with mistakes. */
export function connectorsOf(document: WorkspaceDocument, report: Report): ReadonlyMap<string, ConnectorName> {
  const connectors = new Map<string, ConnectorName>();
  for (const node of itemsOf(within(document.root, 'spec', 'connectors'))) {
    const nameNode = at(node, 'name');
    const name = textOf(nameNode);
    if (nameNode === undefined || name === undefined) continue;
    if (name === TENANT) report('CFG031', nameNode.range, `${TENANT} is the name of the tenant.`);
    if (connectors.has(name)) report('CFG031', nameNode.range, `There is a connector ${name} already.`);
    const type = textOf(at(node, 'type')) === 'activeDirectory' ? 'activeDirectory' : 'ldif';
    connectors.set(name, { name, type, partitions: partitionsOf(node, report) });
  }
  return connectors;
}

function partitionsOf(connector: YamlNode, report: Report): readonly string[] {
  const domains = itemsOf(at(connector, 'domains')).flatMap((domain) => {
    const name = textOf(at(domain, 'name'));
    return name === undefined ? [] : [`DC=${name.split('.').join(',DC=')}`];
  });
  const partitions = textsOf(at(connector, 'partitions'));
  for (const { text, range } of partitions) {
    const problem = dnProblem(text);
    if (problem !== undefined) report('CFG050', range, problem);
  }
  return [...domains, ...partitions.map(({ text }) => text)];
}

/** What the engine needs of a sound Topology document. */
export function topologyOf(document: WorkspaceDocument): Topology {
  const spec = at(document.root, 'spec');
  const engines = at(spec, 'otherEngines');
  return {
    workspace: document.name,
    tenantId: requiredText(within(spec, 'tenant', 'id')).toLowerCase(),
    ownerMarkApplicationId: requiredText(within(spec, 'ownerMark', 'applicationId')).toLowerCase(),
    directoryExtensions: directoryExtensionsOf(document, () => undefined),
    sourceConnectors: itemsOf(at(spec, 'connectors')).map((connector) => requiredText(at(connector, 'name'))),
    newUserSignIn: textOf(within(spec, 'signIn', 'newUsers')) === 'externalPassword' ? 'externalPassword' : 'federated',
    otherEngineDomains:
      engines === undefined
        ? undefined
        : itemsOf(engines).flatMap((engine) => textsOf(at(engine, 'domains')).map(({ text }) => text)),
  };
}

/** What the wiring needs of a sound Topology document. */
export function settingsOf(document: WorkspaceDocument): Settings {
  const spec = at(document.root, 'spec');
  return { tenant: tenantOf(at(spec, 'tenant')), connectors: itemsOf(at(spec, 'connectors')).map(connectorOf) };
}

function tenantOf(node: YamlNode | undefined): TenantSettings {
  const id = requiredText(at(node, 'id')).toLowerCase();
  if (textOf(at(node, 'type')) === 'sandbox') {
    const seed = textOf(at(node, 'seed'));
    return { type: 'sandbox', id, ...(seed === undefined ? {} : { seed }) };
  }
  const endpoint = at(node, 'endpoint');
  return {
    type: 'entra',
    id,
    auth: authOf(at(node, 'auth')),
    ...(endpoint === undefined ? {} : { endpoint: endpointOf(endpoint) }),
  };
}

function endpointOf(node: YamlNode): { authority: string; graph: string; ca?: SecretReference } {
  const ca = secretOf(at(node, 'ca'));
  return {
    authority: requiredText(at(node, 'authority')),
    graph: requiredText(at(node, 'graph')),
    ...(ca === undefined ? {} : { ca }),
  };
}

function authOf(node: YamlNode | undefined): TenantAuth {
  const clientId = requiredText(at(node, 'clientId'));
  switch (textOf(at(node, 'method'))) {
    case 'secret':
      return { method: 'secret', clientId, secret: requiredSecret(at(node, 'secret')) };
    case 'federated': {
      const assertion = secretOf(at(node, 'assertion'));
      return { method: 'federated', clientId, ...(assertion === undefined ? {} : { assertion }) };
    }
    default:
      return { method: 'certificate', clientId, certificate: requiredSecret(at(node, 'certificate')) };
  }
}

function connectorOf(node: YamlNode): ConnectorSettings {
  const name = requiredText(at(node, 'name'));
  if (textOf(at(node, 'type')) === 'activeDirectory') return activeDirectoryOf(name, node);
  const partitions = at(node, 'partitions');
  return {
    name,
    type: 'ldif',
    path: requiredText(at(node, 'path')),
    ...(partitions === undefined ? {} : { partitions: textsOf(partitions).map(({ text }) => text) }),
  };
}

function activeDirectoryOf(name: string, node: YamlNode): ActiveDirectorySettings {
  const tls = textOf(at(node, 'tls')) as ActiveDirectorySettings['tls'];
  const timeoutSeconds = numberOf(at(node, 'timeoutSeconds'));
  const pageSize = numberOf(at(node, 'pageSize'));
  return {
    name,
    type: 'activeDirectory',
    domains: itemsOf(at(node, 'domains')).map((domain) => ({
      name: requiredText(at(domain, 'name')),
      servers: textsOf(at(domain, 'servers')).map(({ text }) => text),
    })),
    ...(tls === undefined ? {} : { tls }),
    ...trustOf(at(node, 'trust')),
    bind: {
      user: requiredText(within(node, 'bind', 'user')),
      password: requiredSecret(within(node, 'bind', 'password')),
    },
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(pageSize === undefined ? {} : { pageSize }),
  };
}

function trustOf(node: YamlNode | undefined): Pick<ActiveDirectorySettings, 'trust'> {
  if (node === undefined) return {};
  const ca = secretOf(at(node, 'ca'));
  const pins = at(node, 'pins');
  return {
    trust: {
      ...(ca === undefined ? {} : { ca }),
      ...(pins === undefined ? {} : { pins: textsOf(pins).map(({ text }) => text) }),
    },
  };
}

/** The text of a key that the schema requires. */
function requiredText(node: YamlNode | undefined): string {
  return textOf(node) ?? '';
}

function secretOf(node: YamlNode | undefined): SecretReference | undefined {
  return textOf(node) as SecretReference | undefined;
}

function requiredSecret(node: YamlNode | undefined): SecretReference {
  return requiredText(node) as SecretReference;
}

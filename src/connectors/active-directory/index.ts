import type { ActiveDirectorySettings, SecretReader } from '../../model/settings.ts';
import type {
  ConnectorContext,
  ImportRequest,
  ImportSink,
  ImportSummary,
  SourceConnector,
} from '../../model/source.ts';
import { directorySchema, readableType } from '../directory-schema.ts';
import { commonParameters, parametersByPartition } from '../naming-context.ts';
import { selectionOf } from '../selection.ts';
import { checkSettings } from './address.ts';
import { readWhole } from './attempts.ts';
import { systemConnect } from './dial.ts';
import type { Connect } from './dial.ts';
import { readSecrets } from './secrets.ts';

export interface ActiveDirectoryConnectorOptions {
  readonly settings: ActiveDirectorySettings;
  readonly readSecret: SecretReader;
  /** Another way to make TLS connections; default: the network. */
  readonly createConnection?: Connect;
}

/** Reads the domains of an Active Directory forest over LDAP inside TLS. */
export function activeDirectoryConnector(options: ActiveDirectoryConnectorOptions): SourceConnector {
  return {
    name: options.settings.name,
    kind: 'activeDirectory',
    schema: directorySchema,
    import: (request, sink, context) => importDomains(options, request, sink, context),
  };
}

async function importDomains(
  options: ActiveDirectoryConnectorOptions,
  request: ImportRequest,
  sink: ImportSink,
  context: ConnectorContext,
): Promise<ImportSummary> {
  const { settings } = options;
  const readAt = context.clock.now();
  const selection = selectionOf(readableType, request);
  checkSettings(settings);
  const secrets = await readSecrets(settings, options.readSecret);
  const connect = options.createConnection ?? systemConnect;
  const session = { settings, secrets, connect, signal: context.signal };
  const { domains, warnings } = await readWhole(session, { selection, sink, progress: context.progress });
  const parameters = domains.map((domain) => [domain.partition, domain.parameters] as const);
  return {
    origin: domains.map(({ origin }) => origin).join(' and '),
    partitions: domains.map(({ partition }) => partition),
    readAt,
    parameters: commonParameters(parameters),
    partitionParameters: parametersByPartition(parameters),
    diagnostics: [...warnings, ...domains.flatMap(({ diagnostics }) => diagnostics)],
  };
}

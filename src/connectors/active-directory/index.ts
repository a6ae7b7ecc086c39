import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { ActiveDirectorySettings, SecretReader } from '../../model/settings.ts';
import type {
  ConnectorContext,
  ImportRequest,
  ImportSink,
  ImportSummary,
  SourceConnector,
} from '../../model/source.ts';
import { directorySchema } from '../directory-schema.ts';
import { forestParameters, withoutDomain } from '../naming-context.ts';
import { selectionOf } from '../selection.ts';
import type { Selection } from '../selection.ts';
import { checkSettings } from './address.ts';
import { systemConnect } from './client.ts';
import type { Connect } from './client.ts';
import { failureDiagnostic } from './errors.ts';
import { LdapError } from './failure.ts';
import { netbiosNames, partitionsNotRead } from './partitions.ts';
import { ObjectReader } from './read.ts';
import { lookAgain } from './second-look.ts';
import { readSecrets } from './secrets.ts';
import { Session } from './session.ts';

export interface ActiveDirectoryConnectorOptions {
  readonly settings: ActiveDirectorySettings;
  readonly readSecret: SecretReader;
  /** Another way to make TLS connections; default: the network. */
  readonly createConnection?: Connect;
}

/** Reads the domains of an Active Directory forest over LDAPS. */
export function activeDirectoryConnector(options: ActiveDirectoryConnectorOptions): SourceConnector {
  return {
    name: options.settings.name,
    kind: 'activeDirectory',
    schema: directorySchema,
    import: (request, sink, context) => importDomains(options, request, sink, context),
  };
}

/** What one domain gave besides its objects. */
interface DomainRead {
  readonly origin: string;
  readonly partition: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

async function importDomains(
  options: ActiveDirectoryConnectorOptions,
  request: ImportRequest,
  sink: ImportSink,
  context: ConnectorContext,
): Promise<ImportSummary> {
  const { settings } = options;
  const readAt = context.clock.now();
  const selection = selectionOf(directorySchema, request);
  checkSettings(settings);
  const secrets = await readSecrets(settings, options.readSecret);
  const connect = options.createConnection ?? systemConnect;
  const reads: DomainRead[] = [];
  for (const domain of settings.domains) {
    context.signal.throwIfAborted();
    await using session = await Session.open(domain, { settings, secrets, connect, signal: context.signal });
    reads.push(await readDomain(session, settings, { selection, sink, context }));
  }
  return {
    origin: reads.map(({ origin }) => origin).join(' and '),
    partitions: reads.map(({ partition }) => partition),
    readAt,
    parameters: parametersOf(reads),
    diagnostics: reads.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** They stand for every object of the connector, whatever domain it is of. */
function parametersOf([first, ...others]: readonly DomainRead[]): ReadonlyMap<string, string> {
  const parameters = first?.parameters ?? new Map<string, string>();
  return others.length === 0 ? parameters : withoutDomain(parameters);
}

interface Task {
  readonly selection: Selection;
  readonly sink: ImportSink;
  readonly context: ConnectorContext;
}

async function readDomain(session: Session, settings: ActiveDirectorySettings, task: Task): Promise<DomainRead> {
  const { selection, sink, context } = task;
  const { root } = session;
  const partition = root.defaultNamingContext;
  const stage = `reading ${settings.name}`;
  const reader = new ObjectReader({ session, selection, sink, progress: context.progress, stage });
  try {
    const names = await netbiosNames(session);
    if (selection.size > 0) await reader.read(partition);
    const warnings = selection.size > 0 ? await lookAgain(session, reader, selection, sink) : [];
    const configured = new Set(settings.domains.map(({ name }) => name.toLowerCase()));
    return {
      origin: `${root.dnsHostName}, ldaps`,
      partition,
      parameters: forestParameters(settings.name, partition, root.rootDomainNamingContext, names),
      diagnostics: [...partitionsNotRead(session, reader.references, configured), ...warnings],
    };
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
    throw new DiagnosticError([failureDiagnostic(session.server, error.failure)], { cause: error });
  }
}

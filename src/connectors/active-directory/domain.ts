import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { Progress } from '../../kernel/ports.ts';
import type { ActiveDirectorySettings } from '../../model/settings.ts';
import type { ImportSink } from '../../model/source.ts';
import { forestParameters } from '../naming-context.ts';
import type { Selection } from '../selection.ts';
import { failureDiagnostic } from './errors.ts';
import { isLoss, LdapError } from './failure.ts';
import { netbiosNames, partitionsNotRead } from './partitions.ts';
import { ObjectReader } from './read.ts';
import { lookAgain } from './second-look.ts';
import type { DomainSettings, Session } from './session.ts';

export interface Task {
  readonly selection: Selection;
  readonly sink: ImportSink;
  readonly progress: Progress;
}

/** What one domain gave besides its objects. */
export interface DomainRead {
  readonly origin: string;
  readonly partition: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A server went away while a domain was read from it. Never leaves the connector. */
export class ServerLost extends Error {
  override readonly name = 'ServerLost';
  readonly domain: DomainSettings;
  /** URL. */
  readonly server: string;
  readonly diagnostic: Diagnostic;

  constructor(domain: DomainSettings, server: string, diagnostic: Diagnostic, cause: unknown) {
    super(diagnostic.detail, { cause });
    this.domain = domain;
    this.server = server;
    this.diagnostic = diagnostic;
  }
}

/** Reads one domain into the sink. Throws ServerLost or DiagnosticError. */
export async function readDomain(
  session: Session,
  domain: DomainSettings,
  settings: ActiveDirectorySettings,
  task: Task,
): Promise<DomainRead> {
  try {
    return await readObjects(session, settings, task);
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
    const found = failureDiagnostic(session.server, error.failure);
    if (isLoss(error.failure)) throw new ServerLost(domain, session.server, found, error);
    throw new DiagnosticError([found], { cause: error });
  }
}

async function readObjects(session: Session, settings: ActiveDirectorySettings, task: Task): Promise<DomainRead> {
  const { selection, sink, progress } = task;
  const { root } = session;
  const partition = root.defaultNamingContext;
  const reader = new ObjectReader({ session, selection, sink, progress, stage: `reading ${settings.name}` });
  const names = await netbiosNames(session);
  if (selection.size > 0) await reader.read(partition);
  const warnings = selection.size > 0 ? await lookAgain(session, reader, selection, sink) : [];
  const configured = new Set(settings.domains.map(({ name }) => name.toLowerCase()));
  return {
    origin: `${root.dnsHostName}, ${session.security}`,
    partition,
    parameters: forestParameters(settings.name, partition, root.rootDomainNamingContext, names),
    diagnostics: [...partitionsNotRead(session, reader.references, configured), ...warnings],
  };
}

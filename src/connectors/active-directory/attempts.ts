import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { readDomain, ServerLost } from './domain.ts';
import type { DomainRead, Task } from './domain.ts';
import { otherServerRead } from './errors.ts';
import { Session } from './session.ts';
import type { DomainSettings, ServerFailures, SessionOptions } from './session.ts';

/** A directory whose servers go away one after the other is not read for ever. */
const MOST_READS = 3;

export interface WholeRead {
  readonly domains: readonly DomainRead[];
  /** Servers that were passed over. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Reads all domains, each from one of its servers. When a server goes away in the middle, everything that was read is
 * forgotten, and the read begins anew without that server: no domain is ever put together of what two servers said. A
 * server that failed is not asked again, so that there are no more attempts than servers, and whole reads no more than
 * three. Throws DiagnosticError.
 */
export async function readWhole(options: SessionOptions, task: Task): Promise<WholeRead> {
  const { domains } = options.settings;
  const failures = new Map<DomainSettings, ServerFailures>(domains.map((domain) => [domain, new Map()]));
  for (let read = 1; ; read++) {
    try {
      return await readOnce(options, task, failures);
    } catch (error) {
      if (!(error instanceof ServerLost)) throw error;
      const failed = failures.get(error.domain)?.set(error.server, error.diagnostic) ?? new Map();
      const isLast = read === MOST_READS || error.domain.servers.every((server) => failed.has(server));
      if (isLast) throw new DiagnosticError([...failed.values()], { cause: error });
      task.sink.restart();
    }
  }
}

async function readOnce(
  options: SessionOptions,
  task: Task,
  failures: ReadonlyMap<DomainSettings, ServerFailures>,
): Promise<WholeRead> {
  const domains: DomainRead[] = [];
  const warnings: Diagnostic[] = [];
  for (const [domain, failed] of failures) {
    options.signal.throwIfAborted();
    await using session = await Session.open(domain, failed, options);
    domains.push(await readDomain(session, domain, options.settings, task));
    for (const failure of failed.values()) warnings.push(otherServerRead(session.server, failure));
  }
  return { domains, warnings };
}

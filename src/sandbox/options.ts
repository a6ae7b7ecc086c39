import { parseArgs } from 'node:util';
import { defaultPermissions } from './permissions.ts';

/** What the sandbox is started with. */
export interface Options {
  readonly port: number;
  readonly state: string | undefined;
  readonly seed: string | undefined;
  readonly tenantId: string | undefined;
  readonly clientId: string;
  readonly clientCertificate: string | undefined;
  readonly clientSecretFile: string | undefined;
  readonly clockRate: number;
  readonly permissions: ReadonlySet<string>;
  readonly caDir: string | undefined;
  readonly delay: number;
  readonly detached: boolean;
  readonly log: boolean;
  readonly pim: boolean;
  readonly throttle: boolean;
}

/** A mistake in the arguments or the files they name. */
export class UsageError extends Error {}

/** Reads the arguments of the process. */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const clientId = values['client-id'];
  if (clientId === undefined) throw new UsageError('--client-id is missing');
  if (values['client-certificate'] === undefined && values['client-secret-file'] === undefined) {
    throw new UsageError('--client-certificate or --client-secret-file is missing');
  }
  requireGuid('--client-id', clientId);
  requireGuid('--tenant-id', values['tenant-id']);
  return {
    port: numberOf('--port', values.port, 0, 65_535) ?? 0,
    state: values.state,
    seed: values.seed,
    tenantId: values['tenant-id']?.toLowerCase(),
    clientId: clientId.toLowerCase(),
    clientCertificate: values['client-certificate'],
    clientSecretFile: values['client-secret-file'],
    clockRate: numberOf('--clock-rate', values['clock-rate'], 1, 1_000_000) ?? 1,
    permissions: new Set(values.permissions?.split(',').filter((name) => name !== '') ?? defaultPermissions),
    caDir: values['ca-dir'],
    delay: numberOf('--delay-ms', values['delay-ms'], 0, 600_000) ?? 0,
    detached: values.detached === true,
    log: values.log === true,
    pim: values['no-pim'] !== true,
    throttle: values['no-throttle'] !== true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        state: { type: 'string' },
        seed: { type: 'string' },
        'tenant-id': { type: 'string' },
        'client-id': { type: 'string' },
        'client-certificate': { type: 'string' },
        'client-secret-file': { type: 'string' },
        'clock-rate': { type: 'string' },
        permissions: { type: 'string' },
        'ca-dir': { type: 'string' },
        'delay-ms': { type: 'string' },
        detached: { type: 'boolean' },
        log: { type: 'boolean' },
        'no-pim': { type: 'boolean' },
        'no-throttle': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw new UsageError(`${name} is not a whole number from ${least} to ${most}`);
  return value;
}

function requireGuid(name: string, text: string | undefined): void {
  if (text !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new UsageError(`${name} is not a GUID`);
}

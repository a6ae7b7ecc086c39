import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type {
  ConnectorContext,
  ImportRequest,
  ImportSink,
  ImportSummary,
  SourceConnector,
} from '../../model/source.ts';
import type { LdifSettings } from '../../model/settings.ts';
import { directorySchema, readableType } from '../directory-schema.ts';
import { commonParameters, forestParameters, parametersByPartition } from '../naming-context.ts';
import type { ParametersOf } from '../naming-context.ts';
import { selectionOf } from '../selection.ts';
import { pieces, readPieces } from './client.ts';
import type { OpenFile } from './client.ts';
import { openEnded } from './errors.ts';
import { RecordReader } from './read.ts';
import type { ScanLimits } from './scan.ts';

export interface LdifConnectorOptions {
  readonly settings: LdifSettings;
  /** Where the file is; diagnostics name it as the settings do. */
  readonly path: string;
  /** Another way to the bytes; default: the file system. */
  readonly open?: OpenFile;
  readonly limits?: ScanLimits;
}

const MIB = 1 << 20;
const defaultLimits: ScanLimits = { line: 16 * MIB, record: 256 * MIB };

/** Reads an export of a directory: LDIF content records (RFC 2849). */
export function ldifConnector(options: LdifConnectorOptions): SourceConnector {
  return {
    name: options.settings.name,
    kind: 'ldif',
    schema: directorySchema,
    import: (request, sink, context) => importFile(options, request, sink, context),
  };
}

async function importFile(
  options: LdifConnectorOptions,
  request: ImportRequest,
  sink: ImportSink,
  context: ConnectorContext,
): Promise<ImportSummary> {
  const { settings } = options;
  const readAt = context.clock.now();
  const selection = selectionOf(readableType, request);
  const reader = new RecordReader(settings.path, selection, sink, options.limits ?? defaultLimits);
  await readAll(options, reader, context);
  refuseOpenEnd(reader);
  const partitions = settings.partitions ?? reader.contexts.list();
  const parameters = parametersOf(settings.name, partitions, reader);
  return {
    origin: settings.path,
    partitions,
    readAt,
    parameters: commonParameters(parameters),
    partitionParameters: parametersByPartition(parameters),
    diagnostics: [],
  };
}

/** A record that is larger than the pieces is scanned again only when the bytes have doubled: linear in its size. */
async function readAll(options: LdifConnectorOptions, reader: RecordReader, context: ConnectorContext): Promise<void> {
  const { settings, path } = options;
  const open: OpenFile = options.open ?? ((name) => readPieces(name, settings.path));
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces(open, path, settings.path)) {
    context.signal.throwIfAborted();
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < reader.scanner.pending) continue;
    reader.scanner.push(waiting);
    reader.drain(false);
    waiting = [];
    bytes = 0;
    context.progress(`reading ${settings.name}`, reader.objects);
  }
  reader.scanner.push(waiting);
  reader.drain(true);
  context.progress(`reading ${settings.name}`, reader.objects, reader.objects);
}

/** RFC 2849 allows it, no exporter writes it: the last value may have been cut at a line end. */
function refuseOpenEnd({ scanner }: RecordReader): void {
  if (scanner.openEnded) throw new DiagnosticError([openEnded(scanner.place(scanner.recordLine))]);
}

/** Application partitions of DNS (MS-ADTS 6.1.1.1) end like domains and are none. */
const isDomain = /^DC=(?!(?:Domain|Forest)DnsZones,)/i;

/** Of each domain; the forest is taken to begin with the first. */
function parametersOf(
  connector: string,
  [first, ...others]: readonly string[],
  { netbiosNames }: RecordReader,
): ParametersOf {
  if (first === undefined) return [['', new Map([['Connector.ID', connector]])]];
  const domains = [first, ...others.filter((one) => isDomain.test(one))];
  return domains.map((domain) => [domain, forestParameters(connector, domain, first, netbiosNames)]);
}

import type { Diagnostic } from '../kernel/diagnostic.ts';
import { compareText } from '../kernel/text.ts';
import { exportFiles } from './files.ts';
import type { ExportFile } from './files.ts';
import { Problems } from './problems.ts';
import type { ExportedConnector, ExportedRule, ServerExport } from './server-export.ts';
import { readXmlFiles } from './xml/read.ts';

export interface ReadExport {
  readonly server: ServerExport;
  /** Errors are of parts that were left out; everything else was read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the exported configuration of an Entra Connect server. Nothing of it is executed.
 * Throws DiagnosticError IMP001 when there is no configuration to read.
 */
export async function readServerExport(path: string): Promise<ReadExport> {
  const { files, diagnostics } = await exportFiles(path);
  const problems = new Problems();
  problems.list.push(...diagnostics.slice(0, MOST_TOLD));
  const parts = readXmlFiles(files.filter(isXml), problems);
  const connectors = namedOnce(parts.connectors, problems);
  const rules = ofKnownConnectors(parts.rules, connectors, problems);
  return {
    server: { format: 'xml', connectors, rules: [...rules].sort(byPrecedence), settings: parts.settings },
    diagnostics: problems.list,
  };
}

const MOST_TOLD = 100;

function isXml({ path }: ExportFile): boolean {
  return path.toLowerCase().endsWith('.xml');
}

/** Of several connectors with one name the first is kept. */
function namedOnce(connectors: readonly ExportedConnector[], problems: Problems): readonly ExportedConnector[] {
  const names = new Set<string>();
  return connectors.filter(({ name, range }) => {
    const isNew = !names.has(name.toLowerCase());
    if (!isNew) problems.add('IMP007', range, `There is a connector ${name} already.`);
    names.add(name.toLowerCase());
    return isNew;
  });
}

function ofKnownConnectors(
  rules: readonly ExportedRule[],
  connectors: readonly ExportedConnector[],
  problems: Problems,
): readonly ExportedRule[] {
  const known = new Set(connectors.map(({ id }) => id));
  return rules.filter(({ name, connector, range }) => {
    if (!known.has(connector)) problems.add('IMP008', range, `${name} is for the connector ${connector}.`);
    return known.has(connector);
  });
}

function byPrecedence(a: ExportedRule, b: ExportedRule): number {
  return a.precedence - b.precedence || compareText(a.id, b.id);
}

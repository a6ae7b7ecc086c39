import { diagnostic, DiagnosticError } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { compareText } from '../kernel/text.ts';
import { exportFiles } from './files.ts';
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
 * @param current the folder that a relative path is relative to
 * Throws DiagnosticError IMP001 when there is no configuration to read.
 */
export async function readServerExport(path: string, current = '.'): Promise<ReadExport> {
  const { files, others, diagnostics } = await exportFiles(path, current);
  const problems = new Problems();
  for (const one of diagnostics) problems.list.push(one);
  const parts = readXmlFiles(files, problems);
  const connectors = namedOnce(parts.connectors, problems);
  const rules = ofKnownConnectors(parts.rules, connectors, problems);
  if (parts.rules.length === 0 && connectors.length === 0) nothingIn(path, others, problems);
  const { settings, settingPlaces, metaverse } = parts;
  return {
    server: { connectors, rules: [...rules].sort(byPrecedence), settings, settingPlaces, metaverse },
    diagnostics: problems.list,
  };
}

/** Scripts and policies hold rules as well, and are no folder of XML files. */
function nothingIn(path: string, others: readonly string[], problems: Problems): never {
  const other = others.find((file) => /\.(?:ps1|json)$/i.test(file));
  const detail =
    other === undefined
      ? `There is no connector and no synchronization rule in ${path}.`
      : `${other} is a script or a policy file; only the XML files of Get-ADSyncServerConfiguration are read.`;
  throw new DiagnosticError([diagnostic('IMP001', { detail, subject: path }), ...problems.list]);
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

import { diagnostic, DiagnosticError, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { SourceText } from '../kernel/position.ts';
import { decode } from './decode.ts';
import { exportFiles } from './files.ts';
import type { ExportFile } from './files.ts';
import { formOf } from './form.ts';
import { inOrder } from './order.ts';
import { noParts } from './parts.ts';
import type { Parts } from './parts.ts';
import { withPlaceholders } from './placeholder.ts';
import { readPolicy } from './policy/read.ts';
import { Problems } from './problems.ts';
import { readScript } from './script/read.ts';
import type { ServerExport } from './server-export.ts';
import { readXmlFile } from './xml/read.ts';

export interface ReadExport {
  readonly server: ServerExport;
  /** Errors are of parts that were left out; everything else was read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the exported configuration of an Entra Connect server in any of its forms. Nothing of it is executed.
 * @param current the folder that a relative path is relative to
 * Throws DiagnosticError IMP001 when there is no configuration to read.
 */
export async function readServerExport(path: string, current = '.'): Promise<ReadExport> {
  const { files, others, diagnostics } = await exportFiles(path, current);
  const problems = new Problems();
  for (const one of diagnostics) problems.list.push(one);
  const parts = noParts();
  for (const file of files) readFile(file, parts, problems);
  if (parts.rules.length === 0 && parts.connectors.length === 0) nothingIn(path, others, problems);
  const [one, other] = parts.policies;
  if (one !== undefined && other !== undefined) {
    fail('IMP001', {
      detail: `${one} and ${other} are both policies of a server. Name the one that holds.`,
      subject: path,
    });
  }
  return { server: inOrder(withPlaceholders(parts), problems), diagnostics: problems.list };
}

/** A file that is broken is told; the others still count. */
function readFile({ path, bytes }: ExportFile, parts: Parts, problems: Problems): void {
  const decoded = decode(bytes);
  if ('problem' in decoded) {
    const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const detail = isArchive ? 'It is an archive: take its files out first.' : decoded.problem;
    problems.list.push(diagnostic('IMP002', { detail, subject: path }));
    return;
  }
  const source: SourceText = { path, text: decoded.text };
  const form = formOf(source);
  switch (form) {
    case 'xml':
      readXmlFile(source, decoded.encoding, parts, problems);
      return;
    case 'script':
      readScript(source, parts, problems);
      return;
    case 'policy':
      readPolicy(source, parts, problems);
      return;
    case undefined:
      problems.list.push(diagnostic('IMP004', { detail: 'It makes no rule and describes no server.', subject: path }));
  }
}

function nothingIn(path: string, others: readonly string[], problems: Problems): never {
  const archive = others.find((file) => /\.(?:zip|7z|cab)$/i.test(file));
  const detail =
    archive === undefined
      ? `There is no connector and no synchronization rule in ${path}.`
      : `${archive} is an archive: take its files out first.`;
  throw new DiagnosticError([diagnostic('IMP001', { detail, subject: path }), ...problems.list]);
}

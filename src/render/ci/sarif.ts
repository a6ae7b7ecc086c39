import { codes } from '../../kernel/codes/index.ts';
import type { Code } from '../../kernel/codes/index.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { compareText } from '../../kernel/text.ts';
import { visible, visibleLines } from '../escape.ts';
import { filePlaceOf, gravestFirst } from './place.ts';
import type { FilePlace } from './place.ts';

export interface SarifOptions {
  /** Folder of the workspace, relative to the root of the repository. */
  readonly workspace: string;
  /** Of this tool. */
  readonly version: string;
}

/** GitHub takes no run with more results. */
const MOST = 25_000;

/**
 * Diagnostics as SARIF 2.1.0 (OASIS), for code scanning: a rule for each code that occurs, addresses relative to the
 * root of the repository, columns in UTF-16 code units. Equal diagnostics give equal bytes.
 */
export function renderSarif(diagnostics: readonly Diagnostic[], { workspace, version }: SarifOptions): string {
  const shown = gravestFirst(diagnostics).slice(0, MOST);
  const rules = [...new Set(shown.map(({ code }) => code))].sort(compareText);
  const indexOf = new Map(rules.map((code, index) => [code, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Lockstep', semanticVersion: version, rules: rules.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
        results: shown.map((one) => ({
          ruleId: one.code,
          ruleIndex: indexOf.get(one.code),
          level: one.severity,
          message: { text: messageOf(one) },
          locations: [{ physicalLocation: locationOf(filePlaceOf(one, workspace)) }],
        })),
        properties: { shown: shown.length, of: diagnostics.length },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: Code): object {
  const { summary, why, fix, severity } = codes[code];
  return {
    id: code,
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${fix}` },
    defaultConfiguration: { level: severity },
    properties: { tags: ['lockstep'] },
  };
}

function messageOf({ code, detail, subject, help }: Diagnostic): string {
  const lines = [
    ...visibleLines(detail),
    ...(subject === undefined ? [] : [`Concerns: ${visible(subject)}`]),
    ...visibleLines(help ?? codes[code].fix),
  ];
  return withoutLinks(lines.join('\n'));
}

/** SARIF 2.1.0 section 3.11.6: `[text](address)` in a message is a link, and a text of the outside makes none. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

function locationOf({ file, region }: FilePlace): object {
  return {
    artifactLocation: { uri: uriOf(file), uriBaseId: 'SRCROOT' },
    region:
      region === undefined
        ? { startLine: 1 }
        : {
            startLine: region.start.line,
            startColumn: region.start.column,
            endLine: region.end.line,
            endColumn: region.end.column,
          },
  };
}

/** A relative reference (RFC 3986 section 4.2): a colon in its first segment would be taken for a scheme. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

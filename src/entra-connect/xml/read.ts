import { diagnostic } from '../../kernel/diagnostic.ts';
import { lineOf } from '../../kernel/position.ts';
import type { SourceText } from '../../kernel/position.ts';
import type { ExportFile } from '../files.ts';
import type { Problems } from '../problems.ts';
import type { ExportedAttribute, ExportedConnector, ExportedRule } from '../server-export.ts';
import { connectorOf, UNREAD_OF_CONNECTOR } from './connector.ts';
import { decodeXml } from './decode.ts';
import { child, readXml } from './element.ts';
import type { XmlElement } from './element.ts';
import { ruleOf } from './rule.ts';
import { attributesOf } from './schema.ts';
import { settingsOf, UNREAD_OF_METAVERSE } from './settings.ts';

/** What the XML files of Get-ADSyncServerConfiguration hold, before it is put in order. */
export interface ReadParts {
  readonly connectors: readonly ExportedConnector[];
  readonly rules: readonly ExportedRule[];
  readonly settings: ReadonlyMap<string, string>;
  /** `file:line`. */
  readonly settingPlaces: ReadonlyMap<string, string>;
  readonly metaverse: ReadonlyMap<string, ExportedAttribute>;
}

const UNREAD = new Set([...UNREAD_OF_CONNECTOR, ...UNREAD_OF_METAVERSE]);

/**
 * Reads the folder of Get-ADSyncServerConfiguration: one file a rule, one a connector, one of global settings. Each
 * file says by its first element what it is, wherever it lies. A file that is broken is told; the others still count.
 */
export function readXmlFiles(files: readonly ExportFile[], problems: Problems): ReadParts {
  const connectors: ExportedConnector[] = [];
  const rules: ExportedRule[] = [];
  const settings = new Map<string, string>();
  const settingPlaces = new Map<string, string>();
  const metaverse = new Map<string, ExportedAttribute>();
  for (const file of files) {
    const root = rootOf(file, problems);
    if (root === undefined) continue;
    switch (root.name) {
      case 'synchronizationRule': {
        const rule = ruleOf(root, problems);
        if (rule !== undefined) rules.push(rule);
        break;
      }
      case 'ma-data': {
        const connector = connectorOf(root, problems);
        if (connector !== undefined) connectors.push(connector);
        break;
      }
      case 'saved-mv-configuration':
        for (const [name, { text, range }] of settingsOf(root)) {
          settings.set(name, text);
          settingPlaces.set(name, lineOf(range));
        }
        for (const [name, attribute] of attributesOf(child(root, 'mv-data', 'schema'))) metaverse.set(name, attribute);
        break;
      default:
        problems.add('IMP004', root.range, `Its first element is ${root.name}.`);
    }
  }
  return { connectors, rules, settings, settingPlaces, metaverse };
}

function rootOf({ path, bytes }: ExportFile, problems: Problems): XmlElement | undefined {
  const decoded = decodeXml(bytes);
  if ('problem' in decoded) {
    problems.list.push(diagnostic('IMP002', { detail: decoded.problem, subject: path }));
    return undefined;
  }
  const source: SourceText = { path, text: decoded.text };
  const document = readXml(source, UNREAD);
  if (document.kind === 'read') return document.root;
  problems.list.push(document.diagnostic);
  return undefined;
}

import type { SourceText } from '../../kernel/position.ts';
import { diagnostic } from '../../kernel/diagnostic.ts';
import { addSetting } from '../parts.ts';
import type { Parts } from '../parts.ts';
import type { Problems } from '../problems.ts';
import { ruleOf } from '../raw-rule.ts';
import { connectorOf, UNREAD_OF_CONNECTOR } from './connector.ts';
import { child, readXml } from './element.ts';
import { wrongDeclaration } from './encoding.ts';
import { rawRuleOf } from './rule.ts';
import { attributesOf } from './schema.ts';
import { settingsOf, UNREAD_OF_METAVERSE } from './settings.ts';

const UNREAD = new Set([...UNREAD_OF_CONNECTOR, ...UNREAD_OF_METAVERSE]);

/**
 * Reads a file of Get-ADSyncServerConfiguration: one file a rule, one a connector, one of global settings. Each says by
 * its first element what it is, wherever it lies.
 * @param encoding in which it was decoded
 */
export function readXmlFile(source: SourceText, encoding: string, parts: Parts, problems: Problems): void {
  const wrong = wrongDeclaration(source.text, encoding);
  if (wrong !== undefined) {
    problems.list.push(diagnostic('IMP002', { detail: wrong, subject: source.path }));
    return;
  }
  const document = readXml(source, UNREAD);
  if (document.kind === 'broken') {
    problems.list.push(document.diagnostic);
    return;
  }
  const { root } = document;
  switch (root.name) {
    case 'synchronizationRule': {
      const rule = ruleOf(rawRuleOf(root), problems);
      if (rule !== undefined) parts.rules.push(rule);
      return;
    }
    case 'ma-data': {
      const connector = connectorOf(root, problems);
      if (connector !== undefined) parts.connectors.push(connector);
      return;
    }
    case 'saved-mv-configuration':
      for (const [name, { text, range }] of settingsOf(root)) addSetting(parts, name, text, range);
      for (const [name, one] of attributesOf(child(root, 'mv-data', 'schema'))) parts.metaverse.set(name, one);
      return;
    default:
      problems.add('IMP004', root.range, `Its first element is ${root.name}.`);
  }
}

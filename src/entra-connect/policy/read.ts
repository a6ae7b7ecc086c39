import { diagnostic } from '../../kernel/diagnostic.ts';
import { positionAt } from '../../kernel/position.ts';
import type { SourceText } from '../../kernel/position.ts';
import { masked } from '../masked.ts';
import type { Span } from '../masked.ts';
import { addSetting } from '../parts.ts';
import type { Parts } from '../parts.ts';
import type { Problems } from '../problems.ts';
import { ruleOf } from '../raw-rule.ts';
import type { ExportedConnector } from '../server-export.ts';
import { directoryOf, READ_OF_DIRECTORY, tenantOf } from './connector.ts';
import { Fields } from './fields.ts';
import { readJson } from './json.ts';
import type { JsonMember, JsonNode } from './json.ts';
import { customRuleOf } from './rule.ts';
import { settingsIn } from './settings.ts';
import { standardRuleOf } from './standard.ts';

const DIRECTORIES = 'onpremisesDirectoryPolicy';
const TENANT = 'azureDirectoryPolicy';
/** Who exported it, when, from which server and database: nothing that a rule needs. */
const UNREAD: ReadonlySet<string> = new Set(['policymetadata', 'deploymentmetadata']);

/**
 * Reads a policy that the wizard exported: directories, containers, rules that somebody wrote, and which standard rules
 * there are. Nothing describes its form, so that what is not understood is told, and a rule with such a part left out.
 */
export function readPolicy(file: SourceText, parts: Parts, problems: Problems): void {
  const root = readJson(file.text);
  if ('at' in root) {
    const { line, column } = positionAt(file, root.at);
    problems.list.push(diagnostic(root.code, { detail: root.detail, subject: `${file.path}:${line}:${column}` }));
    return;
  }
  const source = masked(file, unreadTexts(root));
  const fields = new Fields(root, source);
  const directories = fields.items(DIRECTORIES);
  const tenants = fields.items(TENANT);
  if (directories.length + tenants.length === 0) {
    // MigrateSettings.ps1 puts one beside the XML files that says no more than where they come from.
    const isLabel = root.kind === 'object' && root.members.every(({ key }) => UNREAD.has(key.toLowerCase()));
    if (!isLabel || root.members.length === 0)
      problems.add(
        'IMP004',
        fields.rangeOf({ start: root.start, end: root.start + 1 }),
        'It is no policy of the wizard.',
      );
    return;
  }
  parts.policies.push(file.path);
  for (const node of directories) readDirectory(node, source, parts, problems, (one) => directoryOf(one, problems));
  for (const node of tenants) readDirectory(node, source, parts, problems, tenantOf);
  for (const member of fields.rest()) readSettings(member, fields, parts, problems);
}

function readDirectory(
  node: JsonNode,
  source: SourceText,
  parts: Parts,
  problems: Problems,
  connectorOf: (fields: Fields) => ExportedConnector | undefined,
): void {
  const fields = new Fields(node, source);
  const connector = connectorOf(fields);
  if (connector === undefined) return;
  parts.connectors.push(connector);
  for (const one of fields.items('customSynchronizationRules')) {
    const raw = customRuleOf(one, connector.id, source, problems);
    const rule = raw === undefined ? undefined : ruleOf(raw, problems);
    if (rule !== undefined) parts.rules.push(rule);
  }
  for (const one of fields.items('standardSynchronizationRules')) {
    const rule = standardRuleOf(one, connector.id, source, problems);
    if (rule !== undefined) parts.rules.push(rule);
  }
  for (const member of fields.rest()) readSettings(member, fields, parts, problems);
}

/** A member that no rule is in: settings that are known by name; of the rest the names are told, not what they say. */
function readSettings(member: JsonMember, fields: Fields, parts: Parts, problems: Problems): void {
  if (UNREAD.has(member.key.toLowerCase())) return;
  const { settings, others } = settingsIn(member);
  for (const [name, { text, node }] of settings) addSetting(parts, name, text, fields.rangeOf(node));
  if (others.length === 0) return;
  const place = fields.rangeOf({ start: member.start, end: member.start + member.key.length + 2 });
  const names = others.slice(0, SHOWN).join(', ') + (others.length > SHOWN ? ', …' : '');
  problems.add('IMP013', place, `Not read: ${names}.`);
}

const SHOWN = 20;

/** Texts that no line of a diagnostic may show: everything but rules, containers and names of directories. */
function unreadTexts(root: JsonNode): readonly Span[] {
  const spans: Span[] = [];
  const directories = [DIRECTORIES.toLowerCase(), TENANT.toLowerCase()];
  for (const { key, value } of membersOf(root)) {
    const isRead = directories.includes(key.toLowerCase());
    const objects = value.kind === 'list' ? value.items : [value];
    for (const object of objects) {
      const unread = isRead ? membersOf(object).filter((one) => !READ_OF_DIRECTORY.has(one.key.toLowerCase())) : [];
      if (isRead && object.kind === 'object') for (const one of unread) textsIn(one.value, spans);
      else textsIn(object, spans);
    }
  }
  return spans;
}

function textsIn(node: JsonNode, spans: Span[]): void {
  if (node.kind === 'text') spans.push({ start: node.start, end: node.end });
  const inside = node.kind === 'list' ? node.items : membersOf(node).map(({ value }) => value);
  for (const one of inside) textsIn(one, spans);
}

function membersOf(node: JsonNode): readonly JsonMember[] {
  return node.kind === 'object' ? node.members : [];
}

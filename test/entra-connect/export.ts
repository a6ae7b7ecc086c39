import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes the XML that a server would write of a configuration that is made up. */

export interface MadeFlow {
  readonly dest: string;
  readonly attr?: string;
  readonly constant?: string;
  readonly expression?: string;
  readonly once?: boolean;
  readonly merge?: string;
}

export interface MadeRule {
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
  readonly tag?: string;
  readonly direction?: string;
  readonly disabled?: boolean;
  readonly connector?: string;
  readonly from?: string;
  readonly to?: string;
  readonly link?: string;
  readonly precedence?: number | string;
  readonly passwordSync?: boolean;
  readonly flows?: readonly MadeFlow[];
  /** Attribute, operator, value. */
  readonly scope?: readonly (readonly (readonly [string, string, string])[])[];
  readonly join?: readonly (readonly (readonly [string, string] | readonly [string, string, boolean])[])[];
}

export const CORP = '5c1d2f30-0000-4000-8000-00000000ad01';
export const ENTRA = 'b891884f-051e-4a83-95af-2544101c9083';

/** With everything that a rule has to say. */
export function whole(rule: MadeRule) {
  const { name, description = '', tag = '', direction = 'Inbound', link = 'Join', precedence = 50 } = rule;
  const isOutbound = direction === 'Outbound';
  return {
    ...rule,
    id: rule.id ?? idFor(name + (rule.connector ?? '')),
    description,
    tag,
    direction,
    disabled: rule.disabled === true,
    connector: rule.connector ?? (isOutbound ? ENTRA : CORP),
    from: rule.from ?? (isOutbound ? 'person' : 'user'),
    to: rule.to ?? (isOutbound ? 'user' : 'person'),
    link,
    precedence,
    passwordSync: rule.passwordSync === true,
    flows: rule.flows ?? [],
    scope: rule.scope ?? [],
    join: rule.join ?? [],
  };
}

export function ruleXml(made: MadeRule): string {
  const rule = whole(made);
  const group = (parts: string): string => `<conditions>${parts}</conditions>`;
  const scope = rule.scope.map((clauses) =>
    group(
      clauses
        .map(([attribute, operator, value]) => {
          const named = element('csAttribute', attribute) + element('csOperator', operator);
          return `<scope>${named}${element('csValue', value)}</scope>`;
        })
        .join(''),
    ),
  );
  const join = rule.join.map((conditions) =>
    group(
      conditions
        .map(([from, to, exact = false]) => {
          const sensitive = exact ? element('caseSensitive', 'True') : '';
          return `<condition>${sensitive}${element('csAttribute', from)}${element('ilmAttribute', to)}</condition>`;
        })
        .join(''),
    ),
  );
  return [
    '<synchronizationRule>',
    element('id', `{${rule.id}}`),
    element('name', rule.name),
    element('description', rule.description),
    element('immutable-tag', rule.tag),
    element('direction', rule.direction),
    element('disabled', rule.disabled ? 'True' : 'False'),
    element('connector', `{${rule.connector}}`),
    element('sourceObjectType', rule.from),
    element('targetObjectType', rule.to),
    element('linkType', rule.link),
    element('precedence', String(rule.precedence)),
    element('EnablePasswordSync', String(rule.passwordSync)),
    `<attribute-mappings>${rule.flows.map(flowXml).join('')}</attribute-mappings>`,
    `<relationshipCriteria>${join.join('')}</relationshipCriteria>`,
    `<synchronizationCriteria>${scope.join('')}</synchronizationCriteria>`,
    '</synchronizationRule>',
  ].join('\n');
}

function flowXml({ dest, attr, constant, expression, once, merge = 'Update' }: MadeFlow): string {
  const source = attr === undefined ? escaped(constant ?? '') : element('attr', attr);
  const computed = expression === undefined ? '' : element('expression', expression);
  const attributes = once === true ? ' execute-once="true"' : '';
  return `<mapping${attributes}>${element('dest', dest)}<src>${source}</src>${computed}${element('valueMergeType', merge)}</mapping>`;
}

export interface MadePartition {
  readonly dn: string;
  readonly selected?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export function connectorXml(options: {
  readonly id?: string;
  readonly name?: string;
  readonly category?: string;
  readonly partitions?: readonly MadePartition[];
  /** Attributes of the directory and the OID of their syntax; a * before it: several values. */
  readonly schema?: Readonly<Record<string, string>>;
}): string {
  const { id = CORP, name = 'corp.example', category = 'AD', partitions = [{ dn: 'DC=corp,DC=example' }] } = options;
  const parts = partitions.map(({ dn, selected = true, include = [], exclude = [] }) => {
    const inclusions = include.map((one) => element('inclusion', one)).join('');
    const exclusions = exclude.map((one) => element('exclusion', one)).join('');
    const containers = `<containers><exclusions>${exclusions}</exclusions><inclusions>${inclusions}</inclusions></containers>`;
    return [
      '<partition>',
      element('name', dn),
      element('selected', selected ? '1' : '0'),
      `<filter><object-classes><object-class>user</object-class></object-classes>${containers}</filter>`,
      '<custom-data><adma-partition-data><dn>x</dn><cookie>SECRET-COOKIE</cookie><last-dc>SECRET-SERVER</last-dc></adma-partition-data></custom-data>',
      '</partition>',
    ].join('');
  });
  return [
    '<ma-data>',
    element('id', `{${id.toUpperCase()}}`),
    element('name', name),
    element('category', category),
    '<private-configuration><adma-configuration><forest-login-user>SECRET-ACCOUNT</forest-login-user></adma-configuration></private-configuration>',
    '<encrypted-attributes><attribute name="password">SECRET-PASSWORD</attribute></encrypted-attributes>',
    `<schema><dsml><directory-schema>${Object.entries(options.schema ?? {})
      .map(attributeType)
      .join('')}</directory-schema></dsml></schema>`,
    `<ma-partition-data>${parts.join('')}</ma-partition-data>`,
    '<ma-run-data><run-configuration><name>SECRET-SERVER</name></run-configuration></ma-run-data>',
    '</ma-data>',
  ].join('\n');
}

function attributeType([name, oid]: readonly [string, string]): string {
  const single = oid.startsWith('*') ? '' : ' single-value="true"';
  return `<attribute-type id="${name}"${single}>${element('name', name)}${element('syntax', oid.replace('*', ''))}</attribute-type>`;
}

export function entraXml(): string {
  return connectorXml({ id: ENTRA, name: 'example - AAD', category: 'Extensible2', partitions: [] });
}

export function settingsXml(
  settings: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const types = Object.entries(attributes).map(
    ([name, syntax]) =>
      `<dsml:attribute-type id="${name}" single-value="true"><dsml:name>${name}</dsml:name><dsml:syntax>${syntax}</dsml:syntax></dsml:attribute-type>`,
  );
  const parameters = Object.entries(settings).map(
    ([name, value]) => `<parameter name="Microsoft.${name}" type="string">${escaped(value)}</parameter>`,
  );
  return [
    "<saved-mv-configuration server='SECRET-SERVER' export-date='2026-01-01'><mv-data>",
    `<schema><dsml:dsml xmlns:dsml="http://www.dsml.org/DSML"><dsml:directory-schema>${types.join('')}</dsml:directory-schema></dsml:dsml></schema>`,
    `<parameter-values>${parameters.join('')}</parameter-values>`,
    '</mv-data></saved-mv-configuration>',
  ].join('\n');
}

/** The files of a server with a directory, a tenant and these rules. */
export function exportOf(
  rules: readonly MadeRule[],
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    'Connectors/corp.xml': connectorXml({}),
    'Connectors/entra.xml': entraXml(),
    'GlobalSettings/MV.xml': settingsXml({ 'SynchronizationOption.AnchorAttribute': 'objectGUID' }),
    ...Object.fromEntries(rules.map((rule, index) => [`SynchronizationRules/rule-${index}.xml`, ruleXml(rule)])),
    ...more,
  };
}

/** A folder with these files, that is gone after the test. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** The same GUID for the same text. */
function idFor(text: string): string {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `00000000-0000-4000-8000-${hash.toString(16).padStart(12, '0')}`;
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { format, resolveConfig } from 'prettier';
import { featureTable } from '../../src/assess/index.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { everyCommand, programOf } from '../../src/cli/program.ts';
import { functionsOf, signatureOf } from '../../src/expression/index.ts';
import type { Dialect } from '../../src/expression/index.ts';
import { codes } from '../../src/kernel/codes/index.ts';
import { holdReasons, verdictWords } from '../../src/render/index.ts';

/**
 * Writes the parts of the README that follow from tables of the product, between markers; with --check only tells
 * whether they are what the tables say.
 */
const root = join(import.meta.dirname, '../..');
const readme = join(root, 'README.md');

const sections: Readonly<Record<string, () => string>> = {
  'exit-codes': () =>
    tableOf(
      ['Code', 'Meaning', 'When'],
      Object.entries(exitCodes).map(([code, entry]) => [code, entry.meaning, entry.when]),
    ),
  features: () =>
    tableOf(
      ['Feature', 'Alone', 'Beside Connect or Cloud Sync', 'Because', 'Next'],
      Object.values(featureTable).map(({ title, verdict, mastered, fact, source, next }) => [
        title,
        verdictWords[verdict],
        verdictWords[mastered ? 'readOnly' : verdict],
        `${fact} ([source](${source}))`,
        next,
      ]),
    ),
  'hold-reasons': () =>
    listOf(Object.entries(holdReasons).map(([reason, text]) => `${inCode(reason)}: ${text.title}. ${text.explain}`)),
  commands: () =>
    everyCommand(programOf(() => undefined))
      .map(pathOf)
      .filter((path) => path !== '' && path !== 'version')
      .map((path) => `#### ${path}\n\n\`\`\`text\n${helpOf(path)}\n\`\`\``)
      .join('\n\n'),
  codes: () =>
    listOf(
      Object.entries(codes).map(([code, entry]) => {
        const weight = entry.severity === 'warning' ? 'warning' : `exit ${entry.exit}`;
        return `${inCode(code)} (${weight}): ${entry.summary}. ${entry.fix}`;
      }),
    ),
  yaml: () =>
    [
      'topology',
      'scoping-filter',
      'sync-rule',
      'metaverse',
      'directory-schema',
      'policy',
      'adoption',
      'approval',
      'pins',
      'rule-test',
    ]
      .map(kindReference)
      .join('\n\n') + `\n\n#### Operators of a scope\n\n${operators()}`,
  functions: () =>
    `#### Dialect connect (the default)\n\n${functionReference('connect')}\n\n` +
    `#### Dialect cloudSync\n\n${functionReference('cloudSync')}`,
};

function functionReference(dialect: Dialect): string {
  return listOf(
    [...functionsOf(dialect).values()].map((one) => {
      const [example] = one.examples;
      return `${inCode(signatureOf(one))}: ${one.summary}${example === undefined ? '' : ` ${inCode(example.text)}`}`;
    }),
  );
}

/** The help of a command without the options that every command takes. */
function helpOf(path: string): string {
  const program = programOf(() => undefined);
  let text = '';
  for (const command of everyCommand(program)) {
    command.configureHelp({ showGlobalOptions: false, helpWidth: 100 });
    command.configureOutput({ writeOut: (part) => (text += part) });
  }
  everyCommand(program)
    .find((command) => pathOf(command) === path)
    ?.outputHelp();
  return text.trim();
}

/** The words after `lockstep` that lead to a command. */
function pathOf(command: Command): string {
  return command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();
}

interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  /** What holds unless a condition does: the ordinary form. */
  readonly else?: Schema;
}

interface Located {
  readonly schema: Schema;
  readonly file: string;
}

function schemaFile(file: string): Schema & { readonly $defs?: Readonly<Record<string, Schema>> } {
  return JSON.parse(readFileSync(join(root, 'schemas', file), 'utf8')) as Schema;
}

function kindReference(kind: string): string {
  const file = `${kind}.schema.json`;
  const schema = schemaFile(file);
  const keys = keysOf({ schema: schema.properties?.['spec'] ?? {}, file }, '');
  return `#### ${schema.title ?? kind}\n\n${schema.description ?? ''} Keys below \`spec\`:\n\n${listOf(keys)}`;
}

/** One line for each key, parents before children. Scopes are the same everywhere and described once. */
function keysOf(at: Located, path: string): readonly string[] {
  if (at.schema.$ref?.endsWith('#/$defs/scope') === true) return [];
  const { schema, file } = resolve(at);
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const below = { schema: property, file };
    const name = path === '' ? key : `${path}.${key}`;
    const required = schema.required?.includes(key) === true ? ' _Required._' : '';
    const ordinary = { schema: schema.else?.properties?.[key] ?? {}, file };
    return [
      `${inCode(name)}: ${resolve(below).schema.description ?? ''}${required}`,
      ...keysOf(below, name),
      ...keysOf(ordinary, name),
    ];
  });
  const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const items = schema.items === undefined ? [] : keysOf({ schema: itemOf(schema.items, others), file }, `${path}[]`);
  return [...properties, ...items, ...(others === undefined ? [] : keysOf({ schema: others, file }, `${path}.*`))];
}

/** What may stand alone or in a list is told once. */
function itemOf(items: Schema, alone: Schema | undefined): Schema {
  return alone === undefined ? items : { ...items, additionalProperties: false };
}

/** What a `$ref` leads to; the description beside it says more than the one at its end. */
function resolve({ schema, file }: Located): Located {
  if (schema.$ref === undefined) return { schema, file };
  const [otherFile = '', pointer = ''] = schema.$ref.split('#');
  const target = otherFile === '' ? file : otherFile;
  const found = schemaFile(target).$defs?.[pointer.replace('/$defs/', '')];
  if (found === undefined) throw new Error(`${file} refers to ${schema.$ref}, which is not there`);
  const resolved = resolve({ schema: found, file: target });
  if (schema.description === undefined) return resolved;
  return { schema: { ...resolved.schema, description: schema.description }, file: resolved.file };
}

function operators(): string {
  const shared = schemaFile('common.schema.json').$defs ?? {};
  const entries = Object.entries({ ...shared['comparison']?.properties, ...shared['clause']?.properties });
  return listOf(entries.map(([name, schema]) => `${inCode(name)}: ${schema.description ?? ''}`));
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function inCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

async function regenerated(text: string): Promise<string> {
  const filled = Object.entries(sections).reduce((current, [name, content]) => {
    const start = `<!-- generated: ${name} -->`;
    const end = `<!-- /generated: ${name} -->`;
    const from = current.indexOf(start);
    const to = current.indexOf(end);
    if (from === -1 || to < from) throw new Error(`README.md lacks the markers ${start} … ${end}`);
    return `${current.slice(0, from + start.length)}\n\n${content()}\n\n${current.slice(to)}`;
  }, text);
  return await format(filled, { ...(await resolveConfig(readme)), parser: 'markdown' });
}

const before = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
const after = await regenerated(before);
if (after === before) {
  console.log('README.md is what the tables say.');
} else if (process.argv.includes('--check')) {
  console.log(
    createTwoFilesPatch('README.md', 'README.md as generated', before, after, '', '', { context: 1, timeout: 5000 }),
  );
  console.log('README.md is not what the tables say: run npm run generate.');
  process.exitCode = 1;
} else {
  writeFileSync(readme, after);
  console.log('README.md is written anew.');
}

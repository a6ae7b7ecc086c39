import type { EvaluationRequest, Evaluator } from '../app/evaluator.ts';
import { DiagnosticError } from '../kernel/diagnostic.ts';
import { didYouMean } from '../kernel/text.ts';
import { renderDiagnostics, renderEvaluation, visible } from '../render/index.ts';
import type { EvaluationView } from '../render/index.ts';

/** What was agreed on so far: for which object and with which values expressions are evaluated. */
export type Setting = Omit<EvaluationRequest, 'text'>;

export interface Reply {
  readonly text: string;
  readonly setting: Setting;
  readonly ended: boolean;
}

const HELP = `An expression is evaluated. Besides:
  :help Function     what a function does and takes
  :object NAME       evaluate for this object of a source; without a name for none
  :type TYPE         attributes of this object type, of the directory or the metaverse
  :dialect DIALECT   connect or cloudSync: the language of expressions
  :set attribute=value   give a value; attribute= takes it away, :set alone forgets all
  :quit              so does Ctrl-D
`;

/** Answers one line of a conversation. */
export async function answer(
  line: string,
  setting: Setting,
  evaluator: Evaluator,
  view: EvaluationView,
): Promise<Reply> {
  const typed = line.trim();
  const stay = (text: string, changed: Setting = setting): Reply => ({ text, setting: changed, ended: false });
  if (typed === '') return stay('');
  const command = /^:(\w*)\s*([^]*)$/.exec(typed);
  try {
    if (command === null) return stay(renderEvaluation(await evaluator.evaluate({ ...setting, text: typed }), view));
    const [, word = '', rest = ''] = command;
    switch (word) {
      case 'quit':
      case 'q':
        return { text: '', setting, ended: true };
      case 'help':
        return stay(rest === '' ? HELP : functionHelp(rest, setting, evaluator));
      case 'object':
        return await withObject(rest, setting, evaluator);
      case 'type':
        return stay(...withType(rest, setting, evaluator));
      case 'dialect':
        return stay(...withDialect(rest, setting, evaluator));
      case 'set':
        return rest === '' ? stay('', { ...setting, set: [] }) : await withValue(rest, setting, evaluator);
      default:
        return stay(`There is no command :${visible(word)}. :help tells all.\n`);
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return stay(renderDiagnostics(error.diagnostics, view));
  }
}

/**
 * An object that is not there is refused at once, and not with the next expression. Its type is taken over, unless it
 * is looked at in the metaverse.
 */
async function withObject(name: string, setting: Setting, evaluator: Evaluator): Promise<Reply> {
  const rest = withoutObject(setting);
  if (name === '') return { text: '', setting: rest, ended: false };
  const { type } = setting;
  const kept = type !== undefined && evaluator.isOfMetaverse(type) === true ? { type } : {};
  const found = await evaluator.evaluate({ set: [], object: name, text: 'NULL', ...kept });
  const text = `${visible(found.type)} ${visible(found.object ?? name)}\n`;
  return { text, setting: { ...rest, object: name, type: found.type }, ended: false };
}

function withoutObject({ set, type, dialect }: Setting): Setting {
  return { set, ...(type === undefined ? {} : { type }), ...(dialect === undefined ? {} : { dialect }) };
}

function withType(type: string, setting: Setting, evaluator: Evaluator): readonly [string, Setting] {
  if (evaluator.isOfMetaverse(type) !== undefined) return ['', { ...setting, type }];
  return [`${type === '' ? 'Types' : 'There is no such type; known are'}: ${evaluator.types.join(', ')}.\n`, setting];
}

function withDialect(word: string, setting: Setting, { dialects }: Evaluator): readonly [string, Setting] {
  const dialect = dialects.find((one) => one === word);
  if (dialect !== undefined) return ['', { ...setting, dialect }];
  return [`${word === '' ? 'Dialects' : 'There is no such dialect; known are'}: ${dialects.join(', ')}.\n`, setting];
}

async function withValue(value: string, setting: Setting, evaluator: Evaluator): Promise<Reply> {
  const changed = { ...setting, set: [...setting.set, value] };
  await evaluator.evaluate({ ...changed, text: 'NULL' });
  return { text: '', setting: changed, ended: false };
}

function functionHelp(name: string, { dialect }: Setting, evaluator: Evaluator): string {
  const functions = evaluator.functionsOf(dialect);
  const found = functions.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const near = didYouMean(
      name,
      functions.map((one) => one.name),
    );
    return `There is no function ${visible(name)}.${near === undefined ? '' : ` Did you mean ${near}?`}\n`;
  }
  return [found.signature, `  ${found.summary}`, ...found.examples.map((one) => `  ${one}`), ''].join('\n');
}

const COMMANDS = [':help', ':object', ':type', ':dialect', ':set', ':quit'];

/** What the last word of a line may become, in the form that node:readline asks for. */
export function completion(line: string, setting: Setting, evaluator: Evaluator): [string[], string] {
  const { type = 'user', dialect } = setting;
  const attribute = /\[([^\][]*)$/.exec(line)?.[1];
  if (attribute !== undefined)
    return [starting(evaluator.attributesOf(type), attribute).map((one) => `${one}]`), attribute];
  if (/^:\w*$/.test(line)) return [starting(COMMANDS, line), line];
  const given = /^:(type|dialect|set)\s+(\S*)$/.exec(line);
  if (given !== null) {
    const [, command = '', word = ''] = given;
    if (command === 'type') return [starting(evaluator.types, word), word];
    return command === 'dialect'
      ? [starting(evaluator.dialects, word), word]
      : [starting(evaluator.attributesOf(type), word).map((one) => `${one}=`), word];
  }
  const word = /\w*$/.exec(line)?.[0] ?? '';
  const names = starting(
    evaluator.functionsOf(dialect).map((one) => one.name),
    word,
  );
  return [line.startsWith(':help') ? names : names.map((one) => `${one}(`), word];
}

function starting(names: readonly string[], word: string): string[] {
  return names.filter((one) => one.toLowerCase().startsWith(word.toLowerCase()));
}

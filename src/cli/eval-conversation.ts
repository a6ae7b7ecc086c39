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
  :type TYPE         attributes of this object type
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
        return stay(rest === '' ? HELP : functionHelp(rest, evaluator));
      case 'object':
        return await withObject(rest, setting, evaluator);
      case 'type':
        return stay(...withType(rest, setting, evaluator));
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

/** An object that is not there is refused at once, and not with the next expression. Its type is taken over. */
async function withObject(name: string, { set, type }: Setting, evaluator: Evaluator): Promise<Reply> {
  if (name === '') return { text: '', setting: { set, ...(type === undefined ? {} : { type }) }, ended: false };
  const found = await evaluator.evaluate({ set: [], object: name, text: 'NULL' });
  const text = `${visible(found.type)} ${visible(found.object ?? name)}\n`;
  return { text, setting: { set, object: name, type: found.type }, ended: false };
}

function withType(type: string, setting: Setting, { types }: Evaluator): readonly [string, Setting] {
  if (types.includes(type)) return ['', { ...setting, type }];
  return [`${type === '' ? 'Types' : 'There is no such type; known are'}: ${types.join(', ')}.\n`, setting];
}

async function withValue(value: string, setting: Setting, evaluator: Evaluator): Promise<Reply> {
  const changed = { ...setting, set: [...setting.set, value] };
  await evaluator.evaluate({ ...changed, text: 'NULL' });
  return { text: '', setting: changed, ended: false };
}

function functionHelp(name: string, { functions }: Evaluator): string {
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

const COMMANDS = [':help', ':object', ':type', ':set', ':quit'];

/** What the last word of a line may become, in the form that node:readline asks for. */
export function completion(line: string, type: string, evaluator: Evaluator): [string[], string] {
  const attribute = /\[([^\][]*)$/.exec(line)?.[1];
  if (attribute !== undefined)
    return [starting(evaluator.attributesOf(type), attribute).map((one) => `${one}]`), attribute];
  if (/^:\w*$/.test(line)) return [starting(COMMANDS, line), line];
  const given = /^:(type|set)\s+(\S*)$/.exec(line);
  if (given !== null) {
    const [, command = '', word = ''] = given;
    return command === 'type'
      ? [starting(evaluator.types, word), word]
      : [starting(evaluator.attributesOf(type), word).map((one) => `${one}=`), word];
  }
  const word = /\w*$/.exec(line)?.[0] ?? '';
  const names = starting(
    evaluator.functions.map((one) => one.name),
    word,
  );
  return [line.startsWith(':help') ? names : names.map((one) => `${one}(`), word];
}

function starting(names: readonly string[], word: string): string[] {
  return names.filter((one) => one.toLowerCase().startsWith(word.toLowerCase()));
}

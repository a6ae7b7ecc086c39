import type { SourceRange } from '../../kernel/position.ts';
import type { RawClause, RawFlow, RawRule } from '../raw-rule.ts';
import type { ExportedJoin, ExportedText } from '../server-export.ts';
import type { BoundCommand, Wrong } from './bind.ts';
import { itemsOf, textOf, whatIs } from './bind.ts';

/** A rule that a script has begun. */
export interface Draft {
  readonly head: Omit<RawRule, 'flows' | 'scope' | 'join'>;
  readonly flows: RawFlow[];
  readonly scope: (readonly RawClause[])[];
  readonly join: (readonly ExportedJoin[])[];
  /** Something of it is not literal, which was told. */
  isBroken: boolean;
  /** Add-ADSyncRule gave it to the server as it is. */
  isAdded: boolean;
}

/** What is taken from a command; what is not literal goes to `wrong`. */
export class Taker {
  readonly wrong: Wrong[];
  readonly #command: BoundCommand;

  constructor(command: BoundCommand) {
    this.#command = command;
    this.wrong = [...command.wrong];
  }

  get range(): SourceRange {
    return this.#command.range;
  }

  /** A literal text; empty and at the command where it is not given. */
  text(name: string): ExportedText {
    const argument = this.#command.values.get(name);
    if (argument === undefined) return { text: '', range: this.range };
    const text = textOf(argument, this.range.source);
    if (text !== undefined) return text;
    this.complain(
      { source: this.range.source, start: argument.start, end: argument.end },
      `${whatIs(argument)} is no literal.`,
    );
    return { text: '', range: this.range };
  }

  /** A list of literal texts. */
  texts(name: string): readonly ExportedText[] {
    const argument = this.#command.values.get(name);
    return (argument === undefined ? [] : itemsOf(argument)).flatMap((item): readonly ExportedText[] => {
      const text = textOf(item, this.range.source);
      if (text !== undefined) return [text];
      this.complain({ source: this.range.source, start: item.start, end: item.end }, `${whatIs(item)} is no literal.`);
      return [];
    });
  }

  complain(range: SourceRange, detail: string): void {
    this.wrong.push({ range, detail });
  }
}

const NOWHERE = /^\{?[0-]*\}?$/;

/** New-ADSyncRule: everything of a rule but its flows, scope and joins. */
export function draftOf(command: BoundCommand, taker: Taker): Draft {
  const said = (name: string): string => taker.text(name).text.trim();
  for (const name of ['PrecedenceBefore', 'PrecedenceAfter']) {
    const anchor = taker.text(name);
    if (NOWHERE.test(anchor.text.trim())) continue;
    taker.complain(anchor.range, 'The place of the rule depends on another rule of the server; a number is read.');
  }
  const [name, connector, direction] = [said('Name'), said('Connector'), taker.text('Direction')];
  const id = said('Identifier');
  const nameless = `${direction.text.trim()} ${name}@${connector}`;
  return {
    head: {
      id: id === '' || NOWHERE.test(id) ? nameless : id,
      name,
      description: said('Description'),
      tag: said('ImmutableTag'),
      direction,
      link: taker.text('LinkType'),
      precedence: taker.text('Precedence'),
      disabled: command.switches.has('Disabled'),
      passwordSync: command.switches.has('EnablePasswordSync'),
      connector,
      sourceType: said('SourceObjectType'),
      targetType: said('TargetObjectType'),
      range: taker.range,
    },
    flows: [],
    scope: [],
    join: [],
    isBroken: false,
    isAdded: false,
  };
}

/** Add-ADSyncAttributeFlowMapping. An expression lists its attributes as sources as well, for information only. */
export function flowOf(command: BoundCommand, taker: Taker): RawFlow {
  const kind = taker.text('FlowType');
  const expression = taker.text('Expression');
  const sources = taker.texts('Source');
  const [source] = sources;
  const target = taker.text('Destination').text.trim();
  const flow = { target, merge: taker.text('ValueMergeType'), range: taker.range };
  const named = kind.text.trim().toLowerCase();
  const applyOnce = command.switches.has('ExecuteOnce');
  if (named === 'expression' || (named === '' && expression.text.trim() !== '')) {
    return { ...flow, applyOnce, from: expression.text.trim() === '' ? undefined : { kind: 'expression', expression } };
  }
  if (named !== 'direct' && named !== 'constant') {
    taker.complain(
      kind.range,
      named === '' ? 'The flow has no FlowType.' : `${kind.text} is no FlowType that is known.`,
    );
  }
  if (expression.text.trim() !== '')
    taker.complain(expression.range, 'A flow with an expression has another FlowType.');
  if (sources.length > 1) taker.complain(taker.range, `The flow to ${target} has several sources and no expression.`);
  if (source === undefined) return { ...flow, applyOnce, from: undefined };
  const { text, range } = source;
  const from =
    named === 'constant'
      ? ({ kind: 'constant', value: source } as const)
      : ({ kind: 'direct', attribute: { text: text.trim(), range } } as const);
  return { ...flow, applyOnce, from };
}

/** What New-Object makes for groups: attribute, value, operator. */
export function clauseOf(taker: Taker): RawClause | undefined {
  const [attribute, value, operator, ...more] = taker.texts('ArgumentList');
  if (attribute === undefined || value === undefined || operator === undefined || more.length > 0) return undefined;
  return { attribute: attribute.text.trim(), value: value.text, operator, range: taker.range };
}

/** Attribute of the connector space, attribute of the metaverse, whether case counts. */
export function joinOf(taker: Taker): ExportedJoin | undefined {
  const [connector, metaverse, caseSensitive, ...more] = taker.texts('ArgumentList');
  if (connector === undefined || metaverse === undefined || more.length > 0) return undefined;
  const exact = (caseSensitive?.text ?? 'False').trim().toLowerCase();
  if (exact !== 'true' && exact !== 'false') return undefined;
  return {
    connectorAttribute: connector.text.trim(),
    metaverseAttribute: metaverse.text.trim(),
    caseSensitive: exact === 'true',
    range: taker.range,
  };
}

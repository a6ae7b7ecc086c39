import type { SourceRange } from '../kernel/position.ts';
import type { Problems } from './problems.ts';
import type {
  ExportedClause,
  ExportedFlow,
  ExportedFlowSource,
  ExportedJoin,
  ExportedRule,
  ExportedText,
} from './server-export.ts';
import { idOf, tagOf } from './vocabulary.ts';

/** A rule in the words of an export, before they are known to mean something. The same for every form of export. */
export interface RawRule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tag: string;
  readonly direction: ExportedText;
  readonly link: ExportedText;
  readonly precedence: ExportedText;
  readonly disabled: boolean;
  readonly passwordSync: boolean;
  readonly connector: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly flows: readonly RawFlow[];
  readonly scope: readonly (readonly RawClause[])[];
  readonly join: readonly (readonly ExportedJoin[])[];
  readonly range: SourceRange;
}

export interface RawFlow {
  readonly target: string;
  readonly merge: ExportedText;
  /** Undefined when the export does not say what the flow writes. */
  readonly from: ExportedFlowSource | undefined;
  readonly applyOnce: boolean;
  readonly range: SourceRange;
}

export interface RawClause {
  readonly attribute: string;
  readonly operator: ExportedText;
  readonly value: string;
  readonly range: SourceRange;
}

const NEEDED = {
  id: 'identifier',
  name: 'name',
  connector: 'connector',
  sourceType: 'source object type',
  targetType: 'target object type',
} as const;

/** The rule; undefined when it cannot be told what it does, which is then a problem. */
export function ruleOf(raw: RawRule, problems: Problems): ExportedRule | undefined {
  const direction = problems.word('direction', raw.direction.text, raw.direction.range);
  const link = problems.word('link type', raw.link.text, raw.link.range);
  const precedence = precedenceOf(raw.precedence, problems);
  const missing = Object.entries(NEEDED).filter(([key]) => raw[key as keyof typeof NEEDED] === '');
  for (const [, words] of missing) problems.add('IMP006', raw.range, `The rule has no ${words}.`);
  const flows = raw.flows.map((flow) => flowOf(flow, problems));
  const scope = raw.scope.map((group) => group.map((clause) => clauseOf(clause, problems)));
  // A clause or a flow that was not understood changes what the rule does: the rule is not half carried over.
  const isWhole = [...flows, ...scope.flat()].every((one) => one !== undefined);
  if (direction === undefined || link === undefined || precedence === undefined) return undefined;
  if (missing.length > 0 || !isWhole) return undefined;
  const { name, description, disabled, sourceType, targetType, passwordSync, join, range } = raw;
  return {
    id: idOf(raw.id),
    name,
    description,
    tag: tagOf(raw.tag),
    direction,
    disabled,
    connector: idOf(raw.connector),
    sourceType,
    targetType,
    link,
    precedence,
    passwordSync,
    flows: flows.filter((flow) => flow !== undefined),
    scope: scope.map((group) => group.filter((clause) => clause !== undefined)),
    join,
    isDescribed: true,
    range,
  };
}

/** Of a text that is a whole number. */
export function precedenceOf({ text, range }: ExportedText, problems: Problems): number | undefined {
  const precedence = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(precedence)) return precedence;
  problems.add('IMP005', range, text.trim() === '' ? 'The rule has no precedence.' : `${text} is no precedence.`);
  return undefined;
}

function flowOf({ target, merge, from, applyOnce, range }: RawFlow, problems: Problems): ExportedFlow | undefined {
  if (target === '') problems.add('IMP006', range, 'The flow has no target.');
  const kind = problems.word('merge type', merge.text, merge.range);
  if (from === undefined) problems.add('IMP006', range, `The flow to ${target} has no source.`);
  if (target === '' || kind === undefined || from === undefined) return undefined;
  return { target, from, applyOnce, merge: kind, range };
}

/** The attribute of an outbound rule is one of the metaverse, whatever the export calls it. */
function clauseOf({ attribute, operator, value, range }: RawClause, problems: Problems): ExportedClause | undefined {
  const known = problems.word('scope operator', operator.text, operator.range);
  return known === undefined ? undefined : { attribute, operator: known, value, range };
}

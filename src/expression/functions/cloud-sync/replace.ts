import { plain } from '../../function.ts';
import { checkLength, limitedText } from '../../limits.ts';
import { nullable, optional, text, verified } from '../../parameter.ts';
import type { CallNode, Span } from '../../syntax.ts';
import { refuse } from '../../values.ts';
import { expanded, longestMatched, patternOf } from './pattern.ts';
import type { Pattern } from './pattern.ts';

type Text = string | null | undefined;

export const replaceFunction = plain({
  name: 'Replace',
  parameters: [
    nullable(text('source')),
    nullable(optional(text('oldValue'))),
    optional(verified(text('regexPattern'), patternProblem)),
    optional(text('regexGroupName')),
    nullable(optional(text('replacementValue'))),
    nullable(optional(text('replacementAttributeName'))),
    nullable(optional(text('template'))),
  ],
  result: ['str'],
  sparing: true,
  verify: replaceProblem,
  summary:
    'With oldValue and replacementValue: replaces it in the source. With oldValue and template: puts the source into the template. With regexPattern and replacementValue: replaces what matches; ${name} stands for a group. With regexGroupName besides: replaces that group alone. With regexGroupName and replacementAttributeName: the source if it has a value, else the group taken from the other attribute (two pages of the documentation disagree; this is the reading of the newer one). Patterns are those of RE2 and run in linear time.',
  examples: [
    {
      text: 'Replace([mail], "@contoso.com", , , "", , )',
      given: { mail: 'ada@contoso.com' },
      result: 'ada',
    },
    {
      text: 'Replace([UserID], "<username>", , , , , "<username>@contoso.com")',
      given: { UserID: 'jsmith' },
      result: 'jsmith@contoso.com',
    },
    {
      text: 'Replace([phone], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})", , "${phoneNumber}", , )',
      given: { phone: '+91 9998887777' },
      result: '9998887777',
    },
    {
      text: 'Replace([address], , "(?<streetNumber>^\\\\d*)", "streetNumber", "888", , )',
      given: { address: '545 Tremont Street' },
      result: '888 Tremont Street',
    },
    {
      text: 'Replace([phone], , "\\\\+(?<isd>\\\\d* )(?<number>\\\\d{10})", "number", , [mobile], )',
      given: { phone: null, mobile: '+91 8887779999' },
      result: '8887779999',
    },
  ],
  evaluate: (at, source, old, regex, group, replacement, other, template) => {
    if (regex !== undefined) return byPattern(source, compiled(regex, at), group, replacement, other, at);
    return byText(source, old, replacement, template, at);
  },
});

function byText(source: string | null, old: Text, replacement: Text, template: Text, at: Span): string | null {
  if (source === null) return null;
  if (old === undefined) return refuse(SENSELESS, at);
  if (old === '') return refuse('An empty text cannot be replaced.', at);
  if (template !== undefined) return old === null ? template : replaced(template ?? '', old, source, at);
  if (replacement === undefined) return refuse(SENSELESS, at);
  return old === null ? source : replaced(source, old, replacement ?? '', at);
}

function byPattern(
  source: string | null,
  pattern: Pattern,
  group: string | undefined,
  replacement: Text,
  other: Text,
  at: Span,
): string | null {
  if ((other ?? source ?? '').length > longestMatched) {
    return refuse(`A text of more than ${longestMatched} characters is not searched by a pattern.`, at);
  }
  if (other !== undefined) {
    if (source !== null && source !== '') return source;
    const place = placeOf(group, pattern, at);
    return (other === null ? undefined : pattern.matches(other)[0]?.groups[place]) ?? null;
  }
  if (source === null) return null;
  if (replacement === undefined) return refuse(SENSELESS, at);
  const place = group === undefined ? 0 : placeOf(group, pattern, at);
  return substituted(source, pattern, place, replacement ?? '', at);
}

/** Every match, or one group of it, replaced. */
function substituted(source: string, pattern: Pattern, place: number, replacement: string, at: Span): string {
  let result = '';
  let position = 0;
  for (const match of pattern.matches(source)) {
    const text = match.groups[place];
    const start = match.starts[place] ?? -1;
    if (text === undefined || start < position) continue;
    result += source.slice(position, start) + (place === 0 ? expanded(replacement, pattern, match) : replacement);
    checkLength(result.length, at);
    position = start + text.length;
  }
  return limitedText(result + source.slice(position), at).toWellFormed();
}

function replaced(text: string, old: string, replacement: string, at: Span): string {
  const parts = text.split(old);
  checkLength(text.length + (parts.length - 1) * (replacement.length - old.length), at);
  return parts.join(replacement);
}

function compiled(regex: string, at: Span): Pattern {
  const pattern = patternOf(regex);
  return typeof pattern === 'string' ? refuse(pattern, at) : pattern;
}

function placeOf(group: string | undefined, pattern: Pattern, at: Span): number {
  return pattern.names.get(group ?? '') ?? refuse(`The pattern has no group "${group ?? ''}".`, at);
}

function patternProblem(regex: string): string | undefined {
  const pattern = patternOf(regex);
  return typeof pattern === 'string' ? pattern : undefined;
}

const SENSELESS =
  'Replace takes oldValue with replacementValue or template, or regexPattern with replacementValue or with regexGroupName and replacementAttributeName.';

function replaceProblem({ arguments: given }: CallNode): string | undefined {
  const [, old, regex, group, replacement, other, template] = given.map((one) =>
    one.kind === 'empty' ? undefined : one,
  );
  const byRegex = regex !== undefined && old === undefined && template === undefined;
  const byOld = old !== undefined && regex === undefined && group === undefined && other === undefined;
  const sound = byRegex
    ? (replacement !== undefined) !== (other !== undefined) && (other === undefined || group !== undefined)
    : byOld && (replacement !== undefined) !== (template !== undefined);
  if (!sound) return SENSELESS;
  if (regex?.kind !== 'text' || group?.kind !== 'text') return undefined;
  const pattern = patternOf(regex.value);
  if (typeof pattern === 'string' || pattern.names.has(group.value)) return undefined;
  return `The pattern has no group "${group.value}".`;
}

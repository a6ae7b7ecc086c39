// Evaluations a second of typical flows, as a ratio to the same logic written by hand.
import { compileExpression } from '../../src/expression/index.ts';
import type { ExpressionEnvironment } from '../../src/expression/index.ts';
import type { EvaluationContext } from '../../src/model/rule-set.ts';
import type { AttributeSchema } from '../../src/model/schema.ts';
import type { Value } from '../../src/model/value.ts';

type Read = ReadonlyMap<string, Value>;

interface Flow {
  readonly text: string;
  readonly dialect?: 'cloudSync';
  readonly byHand: (attributes: Read) => unknown;
}

const ROUNDS = 7;
const EVALUATIONS = 200_000;

const textOf = (attributes: Read, name: string): string => {
  const value = attributes.get(name);
  return typeof value === 'string' ? value : '';
};

const phone = /\+(?<country>\d* )(?<number>\d{10})/g;

const flows: readonly Flow[] = [
  { text: 'Trim([displayName])', byHand: (one) => textOf(one, 'displayName').trim() },
  {
    text: 'IIF(IsPresent([mail]), LCase([mail]), [sAMAccountName] & "@contoso.com")',
    byHand: (one) => {
      const mail = textOf(one, 'mail');
      return mail === '' ? `${textOf(one, 'sAMAccountName')}@contoso.com` : mail.toLowerCase();
    },
  },
  {
    text: 'IIF(BitAnd([userAccountControl], 2) = 0, True, False)',
    byHand: (one) => (Number(one.get('userAccountControl')) & 2) === 0,
  },
  {
    text: 'RemoveDuplicates(Trim([proxyAddresses]))',
    byHand: (one) => [...new Set((one.get('proxyAddresses') as readonly string[]).map((address) => address.trim()))],
  },
  {
    text: 'Join(" ", [givenName], [sn])',
    dialect: 'cloudSync',
    byHand: (one) => [textOf(one, 'givenName'), textOf(one, 'sn')].filter((part) => part !== '').join(' '),
  },
  {
    text: 'Replace([phone], , "\\\\+(?<country>\\\\d* )(?<number>\\\\d{10})", , "${number}", , )',
    dialect: 'cloudSync',
    byHand: (one) => textOf(one, 'phone').replace(phone, '$<number>'),
  },
];

const person: Readonly<Record<string, Value>> = {
  displayName: ' Ada Byron ',
  mail: 'Ada.Byron@contoso.com',
  sAMAccountName: 'ada',
  userAccountControl: 512,
  proxyAddresses: ['SMTP:ada@contoso.com', 'smtp:byron@contoso.com', 'smtp:ada@contoso.com'],
  givenName: 'Ada',
  sn: 'Byron',
  phone: '+91 9998887777',
};

function schemaOf(value: Value | undefined): AttributeSchema {
  return {
    syntax: typeof value === 'number' ? 'integer' : 'string',
    multiValued: Array.isArray(value),
    comparison: 'exact',
    write: 'never',
    clearable: false,
  };
}

/** What was computed last: a result that nobody looks at may never be computed. */
let kept: unknown;

/** Nanoseconds of one evaluation: the median of some rounds. */
function cost(evaluate: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    for (let count = 0; count < EVALUATIONS; count++) kept = evaluate();
    return ((performance.now() - started) * 1e6) / EVALUATIONS;
  });
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

/** One line for each flow. */
export function expressionBench(print: (line: string) => void): void {
  const attributes = new Map(Object.entries(person));
  const context: EvaluationContext = {
    attributes,
    parameters: new Map(),
    asOf: 0,
    random: (length) => new Uint8Array(length),
  };
  for (const { text, dialect = 'connect', byHand } of flows) {
    const environment: ExpressionEnvironment = {
      attribute: (name) => schemaOf(person[name]),
      attributeNames: Object.keys(person),
      parameters: new Set<string>(),
      dialect,
    };
    const { expression } = compileExpression(text, environment);
    if (expression === undefined) throw new Error(text);
    const measured = cost(() => expression.evaluate(context));
    const ratio = (measured / cost(() => byHand(attributes))).toFixed(1);
    if (kept === undefined) throw new Error(`nothing came of ${text}`);
    print(`${(1e9 / measured / 1e6).toFixed(2).padStart(7)} M evaluations/s  ${ratio.padStart(6)} x by hand  ${text}`);
  }
}

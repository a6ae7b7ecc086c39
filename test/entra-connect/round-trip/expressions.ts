import type { Attributes, Scalar } from '../../../src/model/value.ts';
import type { Result } from '../../conformance/reading/flows.ts';
import { attribute, listOf } from '../../conformance/reading/values.ts';

/** An expression of a rule, and by hand what it means. */
export interface Known {
  readonly text: string;
  readonly gives: 'text' | 'texts' | 'truth';
  /** It reads what only objects of a directory have. */
  readonly ofDirectory?: boolean;
  readonly answer: (read: Read) => Result;
}

interface Read {
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly bytes: (name: string) => Uint8Array;
}

function value(one: Scalar): Result {
  return { value: one };
}

/** An empty text is no value: directories hold none. */
function text(one: string | undefined): Result {
  return one === undefined || one === '' ? 'NULL' : value(one);
}

function texts(many: readonly string[]): Result {
  const full = many.filter((one) => one !== '');
  return full.length === 0 ? 'NULL' : { value: full };
}

export const KNOWN: readonly Known[] = [
  { text: 'NULL', gives: 'text', answer: () => 'NULL' },
  { text: 'AuthoritativeNull', gives: 'text', answer: () => 'AuthoritativeNull' },
  { text: 'IgnoreThisFlow', gives: 'text', answer: () => 'IgnoreThisFlow' },
  {
    text: 'ConvertToBase64([objectGUID])',
    gives: 'text',
    ofDirectory: true,
    answer: ({ bytes }) => value(Buffer.from(bytes('objectGUID')).toString('base64')),
  },
  { text: 'Trim([title])', gives: 'text', answer: ({ text: of }) => text(of('title')?.trim()) },
  {
    text: '\n  IIF(IsNullOrEmpty([department]), NULL,\n    Left(Trim([department]), 3))\n',
    gives: 'text',
    answer: ({ text: of }) => text(of('department')?.trim().slice(0, 3)),
  },
  {
    text: 'IIF(IsPresent([title]) && IsPresent([department]), [title] & " <" & [department] & ">", IgnoreThisFlow)',
    gives: 'text',
    answer: ({ text: of }) => {
      const [title, department] = [of('title'), of('department')];
      return title === undefined || department === undefined ? 'IgnoreThisFlow' : value(`${title} <${department}>`);
    },
  },
  {
    text: 'IIF([employeeType] = "Guest", AuthoritativeNull, [company])',
    gives: 'text',
    answer: ({ text: of }) => (of('employeeType') === 'Guest' ? 'AuthoritativeNull' : text(of('company'))),
  },
  {
    text: 'IIF([employeeType] <> "Guest", NULL, [title])',
    gives: 'text',
    answer: ({ text: of }) => (of('employeeType') === 'Guest' ? text(of('title')) : 'NULL'),
  },
  {
    text: 'Switch([c] = "DE", "Deutschland", [c] = "NO", "Norge: #1", True, NULL)',
    gives: 'text',
    answer: ({ text: of }) => {
      const country = of('c');
      return country === 'DE' ? value('Deutschland') : country === 'NO' ? value('Norge: #1') : 'NULL';
    },
  },
  {
    text: 'IIF(IsPresent([company]), "\'a\': {b} [c], *d &e !f |g >h %i @j `k # " & [company], NULL)',
    gives: 'text',
    answer: ({ text: of }) => {
      const company = of('company');
      return company === undefined ? 'NULL' : value(`'a': {b} [c], *d &e !f |g >h %i @j \`k # ${company}`);
    },
  },
  {
    text: 'IIF(InStr([mail], "@") > 0, UCase(Word([mail], 1, "@")), "keine – ü\\\\")',
    gives: 'text',
    answer: ({ text: of }) => {
      const mail = of('mail') ?? '';
      return mail.includes('@')
        ? text(
            mail
              .split('@')
              .find((one) => one !== '')
              ?.toUpperCase(),
          )
        : value('keine – ü\\');
    },
  },
  {
    text: 'IIF([department] = "Broken", Error("no such department"), LCase([department]))',
    gives: 'text',
    answer: ({ text: of }) => (of('department') === 'Broken' ? 'error' : text(of('department')?.toLowerCase())),
  },
  {
    text: 'IIF(("mS-DS-ConsistencyGuid" = "mS-DS-ConsistencyGuid"), (IIF(IsNull([title]), "=none", [title])), NULL)',
    gives: 'text',
    answer: ({ text: of }) => value(of('title') ?? '=none'),
  },
  {
    text: 'CStr(BitAnd([userAccountControl], &H202))',
    gives: 'text',
    ofDirectory: true,
    answer: ({ number }) => {
      const control = number('userAccountControl');
      return control === undefined ? 'NULL' : value(String(control & 0x2_02));
    },
  },
  {
    text: '[sAMAccountName] & "@" & %Domain.FQDN%',
    gives: 'text',
    ofDirectory: true,
    answer: ({ text: of }) => value(`${of('sAMAccountName') ?? ''}@corp.contoso.com`),
  },
  {
    text: 'IIF(IsNull([userAccountControl]), NULL, IIF(BitAnd([userAccountControl], 2) = 0, True, False))',
    gives: 'truth',
    ofDirectory: true,
    answer: ({ number }) => {
      const control = number('userAccountControl');
      return control === undefined ? 'NULL' : value((control & 2) === 0);
    },
  },
  {
    text: 'IIF(IsPresent([mail]) || [c] = "NO", True, NULL)',
    gives: 'truth',
    answer: ({ text: of }) => (of('mail') !== undefined || of('c') === 'NO' ? value(true) : 'NULL'),
  },
  {
    text: 'RemoveDuplicates(Trim([otherTelephone]))',
    gives: 'texts',
    answer: ({ texts: of }) => texts([...new Set(of('otherTelephone').map((one) => one.trim()))]),
  },
  {
    text: 'IIF(InStr([proxyAddresses], "SIP:") = 1, NULL, [proxyAddresses])',
    gives: 'texts',
    ofDirectory: true,
    answer: ({ texts: of }) => texts(of('proxyAddresses').filter((one) => !one.startsWith('SIP:'))),
  },
  {
    text: 'Split("+47 1,+49 2", ",")',
    gives: 'texts',
    answer: () => texts(['+47 1', '+49 2']),
  },
];

const BY_TEXT = new Map(KNOWN.map((one) => [one.text, one]));

/** What an expression of the list means for an object. */
export function answerOf(expression: string, attributes: Attributes): Result {
  const known = BY_TEXT.get(expression);
  if (known === undefined) throw new TypeError(`nobody wrote down what ${expression} means`);
  const listed = (name: string): readonly Scalar[] => listOf(attribute(attributes, name));
  return known.answer({
    text: (name) => listed(name).map(String)[0],
    number: (name) => listed(name).map(Number)[0],
    texts: (name) => listed(name).map(String),
    bytes: (name) => listed(name).filter((one) => one instanceof Uint8Array)[0] ?? new Uint8Array(),
  });
}

import { form } from '../../function.ts';
import { everyKind } from '../../parameter.ts';

/** Which of their arguments run is decided by the compiler. */
export const flowFunctions = [
  form({
    name: 'IIF',
    form: 'cloudIif',
    takes: 3,
    signature: 'IIF(bool condition, var whenTrue, var whenFalse): var',
    result: everyKind,
    summary:
      'One of two values. A condition on an attribute that is absent or empty does not hold, whatever it compares with.',
    examples: [
      {
        text: 'IIF([country] = "USA", [country], [department])',
        given: { country: 'USA', department: 'Sales' },
        result: 'USA',
      },
      { text: 'IIF([country] <> "USA", "abroad", "unknown")', given: { country: null }, result: 'unknown' },
    ],
  }),
  form({
    name: 'Switch',
    form: 'cloudSwitch',
    takes: { least: 4, most: Infinity, even: true },
    signature: 'Switch(var source, [var default], str key1, var value1[, str key2, var value2…]): var',
    result: everyKind,
    summary:
      'The value beside the key that equals the source, case-sensitive, else the default. The key "" stands for a source that is absent or empty. Unlike in the service, where it gives nothing when the source has not changed, it is computed every time.',
    examples: [
      {
        text: 'Switch([state], "Australia/Sydney", "QLD", "Australia/Brisbane", "SA", "Australia/Adelaide")',
        given: { state: 'QLD' },
        result: 'Australia/Brisbane',
      },
      { text: 'Switch([missing], , "", "none", "a", "b")', result: 'none' },
      { text: 'Switch([enabled], "?", "True", "on", "False", "off")', given: { enabled: false }, result: 'off' },
    ],
  }),
  form({
    name: 'Coalesce',
    form: 'coalesce',
    takes: { least: 1, most: Infinity, even: false },
    signature: 'Coalesce(var source1[, var source2…]): var',
    result: everyKind,
    summary: 'The first of the values that is there. An empty text is there.',
    examples: [
      {
        text: 'Coalesce([mail], [userPrincipalName])',
        given: { mail: null, userPrincipalName: 'ada@contoso.com' },
        result: 'ada@contoso.com',
      },
      { text: 'Coalesce([missing], "none")', result: 'none' },
    ],
  }),
  form({
    name: 'IgnoreFlowIfNullOrEmpty',
    form: 'ignoreIfEmpty',
    takes: 1,
    signature: 'IgnoreFlowIfNullOrEmpty(var value): var',
    result: everyKind,
    summary: 'The value; when there is none, or an empty text, it is as if the flow did not exist.',
    examples: [{ text: 'IgnoreFlowIfNullOrEmpty([department])', given: { department: 'Sales' }, result: 'Sales' }],
  }),
  form({
    name: 'Now',
    form: 'cloudNow',
    takes: 0,
    signature: 'Now(): str',
    result: ['str'],
    summary: 'The instant of the plan in UTC as a text: M/d/yyyy h:mm:ss tt.',
    examples: [{ text: 'Now()', result: '1/15/2026 12:00:00 PM' }],
  }),
  form({
    name: 'RandomString',
    form: 'randomString',
    takes: { least: 5, most: 6, even: false },
    signature:
      'RandomString(num length, num minimumNumbers, num minimumSpecialCharacters, num minimumCapital, num minimumLowerCase[, str charactersToAvoid]): str',
    result: ['str'],
    deterministic: false,
    summary:
      'A random text of at most 256 characters with at least so many of each kind. Changes with each run: apply the flow once.',
    examples: [{ text: 'Left(RandomString(6, 3, 0, 0, 3), 0)', result: '' }],
  }),
];

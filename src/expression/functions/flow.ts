import { form } from '../function.ts';

const everything = ['str', 'num', 'bool', 'bin', 'ref', 'dt'] as const;

/** Which of their arguments run is decided by the compiler. */
export const flowFunctions = [
  form({
    name: 'IIF',
    form: 'iif',
    takes: 3,
    signature: 'IIF(bool condition, var whenTrue, var whenFalse): var',
    result: everything,
    summary: 'One of two values. Only the chosen branch runs; a condition on several values decides for each of them.',
    examples: [
      {
        text: 'IIF([employeeType] = "Intern", "t-" & [alias], [alias])',
        given: { employeeType: 'Intern', alias: 'ada' },
        result: 't-ada',
      },
      {
        text: 'IIF(InStr([proxyAddresses], "SIP:") = 1, NULL, [proxyAddresses])',
        given: { proxyAddresses: ['SIP:a', 'smtp:b', 'smtp:c'] },
        result: ['smtp:b', 'smtp:c'],
      },
      { text: 'IIF(NULL, 1, 2)', result: 2 },
    ],
  }),
  form({
    name: 'Switch',
    form: 'switch',
    takes: { least: 2, most: Infinity, even: true },
    signature: 'Switch(bool condition1, var value1[, bool condition2, var value2…]): var',
    result: everything,
    summary: 'The value of the first condition that holds; nothing when none does. Only that value runs.',
    examples: [
      {
        text: 'Switch([city] = "London", "English", [city] = "Rome", "Italian")',
        given: { city: 'Rome' },
        result: 'Italian',
      },
      { text: 'Switch([city] = "London", "English", True, "?")', given: { city: 'Oslo' }, result: '?' },
      { text: 'Switch(False, 1)', result: null },
    ],
  }),
  form({
    name: 'With',
    form: 'with',
    takes: 3,
    signature: 'With($variable, var value, var body): var',
    result: everything,
    summary: 'Names a value, so that the body can use it more than once.',
    examples: [
      { text: 'With($n, Trim([cn]), IIF(Len($n) > 3, Left($n, 3), $n))', given: { cn: ' Byron ' }, result: 'Byr' },
    ],
  }),
  form({
    name: 'Where',
    form: 'where',
    takes: 3,
    signature: 'Where($item, mv values, bool condition): mv',
    result: everything,
    summary: 'The values for which the condition holds.',
    examples: [
      {
        text: 'Where($item, [proxyAddresses], InStr($item, "smtp:") = 1)',
        given: { proxyAddresses: ['smtp:a', 'x500:b', 'smtp:c'] },
        result: ['smtp:a', 'smtp:c'],
      },
    ],
  }),
  form({
    name: 'Select',
    form: 'select',
    takes: 3,
    signature: 'Select($item, mv values, var body): mv',
    result: everything,
    summary: 'What the body makes of each value.',
    examples: [
      {
        text: 'Select($item, [otherPhone], Replace($item, "-", ""))',
        given: { otherPhone: ['1-2', '3-4'] },
        result: ['12', '34'],
      },
    ],
  }),
  form({
    name: 'ImportedValue',
    form: 'importedValue',
    takes: 1,
    signature: 'ImportedValue(str attribute): var',
    result: everything,
    summary: 'The value of an attribute as the directory confirmed it. The name stands in quotes.',
    examples: [{ text: 'ImportedValue("mail")', given: { mail: 'ada@contoso.com' }, result: 'ada@contoso.com' }],
  }),
  form({
    name: 'ValueCount',
    form: 'valueCount',
    takes: 1,
    signature: 'ValueCount(str attribute): num',
    result: ['num'],
    summary: 'Number of values of an attribute. The name stands in quotes.',
    examples: [
      { text: 'ValueCount("member")', given: { member: ['a', 'b', 'c'] }, result: 3 },
      { text: 'ValueCount("missing")', result: 0 },
    ],
  }),
  form({
    name: 'Error',
    form: 'error',
    takes: 1,
    signature: 'Error(str message): var',
    result: [],
    summary: 'Fails the object: nothing of it flows, and the message is shown.',
    examples: [],
  }),
  form({
    name: 'Guid',
    form: 'guid',
    takes: 0,
    signature: 'Guid(): str',
    result: ['str'],
    deterministic: false,
    summary: 'A new random GUID. Changes with each run: apply the flow once.',
    examples: [{ text: 'IsGuid(Guid())', result: true }],
  }),
];

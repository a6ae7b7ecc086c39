import { describe, expect, it } from 'vitest';
import { flow, stopsAt, valueOf } from './support.ts';
import type { Given } from './support.ts';

const proxyAddresses = ['SIP:a', 'smtp:b', 'SMTP:c'];
const otherMobile = ['1', '22'];

describe('an expression over a list', () => {
  it.each<[string, Given, unknown]>([
    [
      'Word([proxyAddresses], 2, ":") & "@contoso.com"',
      { proxyAddresses },
      ['a@contoso.com', 'b@contoso.com', 'c@contoso.com'],
    ],
    ['"x:" & [proxyAddresses]', { proxyAddresses: ['a', 'b'] }, ['x:a', 'x:b']],
    ['LCase([proxyAddresses])', { proxyAddresses }, ['sip:a', 'smtp:b', 'smtp:c']],
    ['Replace([proxyAddresses], "smtp:", "")', { proxyAddresses }, ['SIP:a', 'b', 'SMTP:c']],
    ['Mid([proxyAddresses], InStr([proxyAddresses], ":") + 1)', { proxyAddresses }, ['a', 'b', 'c']],
    ['Len([otherMobile]) * -1', { otherMobile }, [-1, -2]],
    ['-Len([otherMobile])', { otherMobile }, [-1, -2]],
    ['[otherMobile] = "22"', { otherMobile }, [false, true]],
    ['[otherMobile] = "22" || Len([otherMobile]) = 1', { otherMobile }, [true, true]],
    ['[otherMobile] = "22" && Len([otherMobile]) = 1', { otherMobile }, [false, false]],
    ['True && [otherMobile] = "22"', { otherMobile }, [false, true]],
    ['False || [otherMobile] = "22"', { otherMobile }, [false, true]],
    ['CStr([member])', { member: [{ dn: 'CN=a' }, { dn: 'CN=b' }] }, ['CN=a', 'CN=b']],
    ['ConvertToBase64([objectGUID])', { objectGUID: [Uint8Array.of(1), Uint8Array.of(2)] }, ['AQ==', 'Ag==']],
    ['InStr([proxyAddresses], "smtp", 1, vbTextCompare)', { proxyAddresses }, [0, 1, 1]],
  ])('%s works on each value', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each<[string, Given, unknown]>([
    ['IsPresent([proxyAddresses])', { proxyAddresses }, true],
    ['IsNull([proxyAddresses])', { proxyAddresses }, false],
    ['IsNullOrEmpty([proxyAddresses])', { proxyAddresses: ['', ''] }, true],
    ['IsNull([proxyAddresses])', { proxyAddresses: ['', ''] }, false],
    ['IsEmpty([proxyAddresses])', { proxyAddresses: ['', ''] }, false],
    ['IsString([proxyAddresses])', { proxyAddresses }, true],
    ['IsString([objectGUID])', { objectGUID: [Uint8Array.of(1), Uint8Array.of(2)] }, false],
    ['Count([proxyAddresses])', { proxyAddresses }, 3],
    ['Count(Trim([proxyAddresses]))', { proxyAddresses }, 3],
    ['IsNull(IIF([otherMobile] = "x", "y", NULL))', { otherMobile }, true],
    ['IsPresent(IIF([otherMobile] = "1", "y", NULL))', { otherMobile }, true],
  ])('%s looks at all values', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });
});

describe('a branch over a list', () => {
  it.each<[string, Given, unknown]>([
    ['IIF(InStr([proxyAddresses], "SIP:") = 1, NULL, [proxyAddresses])', { proxyAddresses }, ['smtp:b', 'SMTP:c']],
    ['IIF(InStr([proxyAddresses], "SIP:") = 1, NULL, [proxyAddresses])', { proxyAddresses: 'SIP:a' }, null],
    ['IIF(InStr([proxyAddresses], "SIP:") = 1, NULL, [proxyAddresses])', { proxyAddresses: 'x' }, 'x'],
    [
      'IIF(InStr([proxyAddresses], "SIP:") = 1, NULL, LCase([proxyAddresses]) & "!")',
      { proxyAddresses },
      ['smtp:b!', 'smtp:c!'],
    ],
    [
      'IIF(IsPresent([proxyAddresses]) && Left([proxyAddresses], 4) = "SMTP", NULL, [proxyAddresses])',
      { proxyAddresses },
      ['SIP:a', 'smtp:b'],
    ],
    [
      'IIF(Left([proxyAddresses], 4) = "SIP:" || Left([proxyAddresses], 5) = "SMTP:", [proxyAddresses], NULL)',
      { proxyAddresses },
      ['SIP:a', 'SMTP:c'],
    ],
    // Both branches would fail on some values: each runs for its own alone.
    ['IIF(IsNumeric([otherMobile]), CNum([otherMobile]), 0)', { otherMobile: ['1', 'x'] }, [1, 0]],
    [
      'IIF(IsNumeric([otherMobile]) = False || CNum([otherMobile]) > 5, [otherMobile], NULL)',
      { otherMobile: ['1', 'x', '7'] },
      ['x', '7'],
    ],
    [
      'Switch([otherMobile] = "1", "one", Len([otherMobile]) = 2, "two")',
      { otherMobile: ['1', '22', '333'] },
      ['one', 'two'],
    ],
    // The collection functions see the whole list all the same.
    ['IIF([otherMobile] = "1", Join([otherMobile], "+"), [otherMobile])', { otherMobile }, ['1+22', '22']],
    ['IIF([otherMobile] = "1", CStr(Count([otherMobile])), [otherMobile])', { otherMobile }, ['2', '22']],
    ['IIF([otherMobile] = Item([otherMobile], 2), "last", "not")', { otherMobile }, ['not', 'last']],
    ['IIF([otherMobile] = "1", Join(Where($i, [otherMobile], $i <> "1"), ""), "x")', { otherMobile }, ['22', 'x']],
    // A variable keeps the tie to the attribute.
    ['With($m, Trim([otherMobile]), IIF($m = "1", NULL, $m & [otherMobile]))', { otherMobile }, '2222'],
    ['With($s, Split([cn], ";"), IIF($s = "b", NULL, $s))', { cn: 'a;b;c' }, ['a', 'c']],
    // One list decides, another is looked at whole.
    ['IIF(Contains([proxyAddresses], [cn]) > 0, [cn], NULL)', { proxyAddresses, cn: 'smtp' }, 'smtp'],
    // One list is decided inside of another, which is still in sight afterwards.
    [
      'IIF([otherMobile] = "1", IIF(IsPresent(IIF([description] = "a", NULL, [description])), [otherMobile], "no"), "x")',
      { otherMobile, description: ['a', 'b'] },
      ['1', 'x'],
    ],
    ['IIF([otherMobile] = "1", IIF([otherMobile] = "22", "never", "1"), "2")', { otherMobile }, ['1', '2']],
    ['Len(ImportedValue("otherMobile")) = Len([otherMobile])', { otherMobile }, [true, true]],
    ['IIF([otherMobile] = "1", ValueCount("otherMobile"), 0)', { otherMobile }, [2, 0]],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it('keeps the object that it read as it was', () => {
    const values = Object.freeze(['b', 'a', 'b']);
    valueOf('RemoveDuplicates(IIF([otherMobile] = "a", NULL, [otherMobile]))', { otherMobile: values });
    expect(flow('[otherMobile]', { otherMobile: values })).toEqual({ kind: 'value', value: ['b', 'a', 'b'] });
  });
});

describe('lists that do not belong together', () => {
  const description = ['a', 'b'];

  it.each<[string, Given, string]>([
    ['[otherMobile] & [description]', { otherMobile, description }, '[otherMobile] & [description]'],
    ['[otherMobile] = [description]', { otherMobile, description }, '[otherMobile] = [description]'],
    [
      'Replace([otherMobile], [description], "")',
      { otherMobile, description },
      'Replace([otherMobile], [description], "")',
    ],
    ['IIF([otherMobile] = "1", [description], NULL)', { otherMobile, description }, '[otherMobile] = "1"'],
    ['IIF([otherMobile] = "1" && [description] = "a", 1, 2)', { otherMobile, description }, '[otherMobile] = "1"'],
    ['IIF(Split([cn], ";") = "b", NULL, Split([cn], ";"))', { cn: 'a;b' }, 'Split([cn], ";") = "b"'],
    ['Select($i, [otherMobile], [description])', { otherMobile, description }, '[description]'],
    ['Split([otherMobile], ",")', { otherMobile: ['a,b', 'c'] }, 'Split([otherMobile], ",")'],
    [
      'IIF([otherMobile] = "1", IgnoreThisFlow, [otherMobile])',
      { otherMobile },
      'IIF([otherMobile] = "1", IgnoreThisFlow, [otherMobile])',
    ],
    ['Item([description], Len([otherMobile]))', { otherMobile, description }, 'Len([otherMobile])'],
    ['Contains([description], [otherMobile])', { otherMobile, description }, '[otherMobile]'],
    ['Where($i, [otherMobile], [description] = "a")', { otherMobile, description }, '[description] = "a"'],
  ])('%s is refused', (text, given, part) => {
    expect(stopsAt(text, given)).toBe(part);
  });
});

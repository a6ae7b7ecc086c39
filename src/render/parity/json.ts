import { isExplained } from '../../model/parity.ts';
import type { ParityReport } from '../../model/parity.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { diagnosticJson } from '../diagnostics-json.ts';

/** A report for programs, in pieces: that of a large tenant is longer than a string can be. One group to a line. */
export function* parityJsonPieces(report: ParityReport, diagnostics: readonly Diagnostic[]): Generator<string> {
  const { parity, ...about } = report;
  const { groups, unpaired, notCompared, ...verdict } = parity;
  const head = JSON.stringify({ format: 'lockstep-parity', version: 1, ...about, verdict }, null, 2);
  yield `${head.slice(0, -2)},\n  "groups": [`;
  for (const [index, { differences, ...group }] of groups.entries()) {
    const told = { ...group, explained: isExplained(group.class), count: differences.length };
    yield* listOf(index, told, 'differences', differences);
  }
  yield `${groups.length > 0 ? '\n  ' : ''}],\n  "unpaired": [`;
  for (const [index, { objects, ...group }] of unpaired.entries()) {
    yield* listOf(index, { ...group, count: objects.length }, 'objects', objects);
  }
  const rest = { notCompared, diagnostics: diagnostics.map(diagnosticJson) };
  yield `${unpaired.length > 0 ? '\n  ' : ''}],${JSON.stringify(rest, null, 2).slice(1)}\n`;
}

const AT_ONCE = 500;

function* listOf(index: number, group: object, name: string, members: readonly object[]): Generator<string> {
  yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(group).slice(0, -1)},"${name}":[`;
  for (let from = 0; from < members.length; from += AT_ONCE) {
    const texts = members.slice(from, from + AT_ONCE).map((one) => `\n      ${JSON.stringify(one)}`);
    yield `${from === 0 ? '' : ','}${texts.join(',')}`;
  }
  yield '\n    ]}';
}

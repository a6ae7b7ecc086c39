import type { ExportCheck, Finding } from './check-export.ts';

/** What was found, for people: counts, words, and each failure with its rule and its text. */
export function reportExport({ counts, words, failures, remarks }: ExportCheck): string {
  const lines = [
    ...counts.map(([what, count]) => `${String(count).padStart(6)}  ${what}`),
    ...[...words].map(
      ([what, tally]) => `${what}: ${[...tally].map(([word, count]) => `${word} ${count}`).join(', ')}`,
    ),
    ...remarks.map((one) => `remark: ${told(one)}`),
    ...failures.map((one) => `FAILED: ${told(one)}`),
    failures.length === 0 ? 'Every rule is understood.' : `${failures.length} failed.`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function told({ rule, text, detail }: Finding): string {
  return `${rule}: ${detail}\n        ${JSON.stringify(text)}`;
}

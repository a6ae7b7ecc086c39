import { weekdays } from '../model/freeze.ts';
import type { Freeze, FreezeTime } from '../model/freeze.ts';
import type { Report } from './problems.ts';
import { at, itemsOf, textOf, textsOf } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The freezes of a policy. One whose times give no window is reported. */
export function compileFreezes(node: YamlNode | undefined, report: Report): readonly Freeze[] {
  const seen = new Set<string>();
  return itemsOf(node).flatMap((item) => {
    const name = textOf(at(item, 'name')) ?? '';
    if (seen.has(name)) report('CFG072', at(item, 'name')?.range ?? item.range, `There is a freeze ${name} already.`);
    seen.add(name);
    const weekly = at(item, 'weekly');
    const time = weekly === undefined ? onceOf(item, report) : weeklyOf(weekly, report);
    if (time === undefined) return [];
    const lane = at(item, 'urgentDisables');
    return [{ name, time, urgentDisables: !(lane?.kind === 'scalar' && lane.value === false) }];
  });
}

function onceOf(node: YamlNode, report: Report): FreezeTime | undefined {
  const [from, to] = [instantOf(at(node, 'from'), report), instantOf(at(node, 'to'), report)];
  if (from === undefined || to === undefined) return undefined;
  if (from < to) return { kind: 'once', from, to };
  report('CFG072', at(node, 'to')?.range ?? node.range, 'It ends before it begins.');
  return undefined;
}

/** The schema holds the form; a 30th of February has it, too. */
function instantOf(node: YamlNode | undefined, report: Report): number | undefined {
  const text = textOf(node);
  if (node === undefined || text === undefined) return undefined;
  const [date = '', rest = ''] = text.split('T');
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const exists = Number.isFinite(midnight) && new Date(midnight).toISOString().startsWith(date);
  const instant = Date.parse(text);
  if (exists && Number.isFinite(instant) && !rest.startsWith('24')) return instant;
  report('CFG072', node.range, `There is no time ${text}.`, 'Write it as 2026-12-20T00:00:00Z, or with +01:00 for Z.');
  return undefined;
}

function weeklyOf(node: YamlNode, report: Report): FreezeTime | undefined {
  const days = textsOf(at(node, 'days')).flatMap(({ text }) => {
    const day = weekdays.indexOf(text as (typeof weekdays)[number]);
    return day === -1 ? [] : [day];
  });
  const from = minutesOf(textOf(at(node, 'from')) ?? '00:00');
  const to = minutesOf(textOf(at(node, 'to')) ?? '24:00');
  if (from >= to) {
    const help = 'A window that goes over midnight is written as two freezes: until 24:00, and from 00:00.';
    report('CFG072', (at(node, 'to') ?? node).range, 'It ends before it begins.', help);
    return undefined;
  }
  return {
    kind: 'weekly',
    days: days.toSorted((a, b) => a - b),
    from,
    to,
    ahead: aheadOf(textOf(at(node, 'utcOffset'))),
  };
}

/** Minutes of the day of `hh:mm`. */
function minutesOf(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** `+02:00`, or `Z`. */
function aheadOf(text: string | undefined): number {
  if (text === undefined || text === 'Z') return 0;
  return (text.startsWith('-') ? -1 : 1) * minutesOf(text.slice(1));
}

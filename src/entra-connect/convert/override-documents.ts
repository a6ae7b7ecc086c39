import type { Rule } from '../../model/rule-set.ts';
import type { ExportedRule } from '../server-export.ts';
import { canonical } from './context.ts';
import type { Context } from './context.ts';
import { compiledOf, differenceText } from './convert-clone.ts';
import type { Override } from './convert-clone.ts';
import { newName } from './names.ts';
import { NO_CHANGE, packRuleSpec } from './override.ts';
import type { Cell } from './override.ts';
import type { RuleDraft } from './rule.ts';

/** Rules that stand in the place of one of the pack. */
export interface PackDraft {
  readonly draft: RuleDraft;
  /** Of the pack, of the rule on the server, or just before another rule. */
  readonly place: 'pack' | 'server' | { readonly before: string };
}

/** A rule that takes part on the server, and the rules of the pack that do its work. */
export interface Working {
  readonly rule: ExportedRule;
  readonly pack: readonly string[];
}

/**
 * The documents that write rules of the pack anew. Where a clone is for some directories or types only, the rule of
 * the pack goes on for the others, and the clone stands beside it.
 * @param working where one of these changes nothing of it, the rule of the pack stays for everybody it is for
 */
export function overrideDrafts(
  overrides: readonly Override[],
  working: readonly Working[],
  context: Context,
): readonly PackDraft[] {
  const taken = new Set(context.ruleNames.values());
  const used = new Set<string>();
  const names = [...new Set(overrides.map(({ of }) => of))];
  return names.flatMap((of) => {
    const mine = overrides.filter((one) => one.of === of);
    const rules = compiledOf(of, context);
    const cells = rules.flatMap(cellsOf);
    const own = mine.map(({ clone }) => cellOf(clone.rule, context));
    const kept = working
      .filter(({ rule, pack }) => pack.includes(of) && !mine.some(({ clone }) => clone.rule.id === rule.id))
      .map(({ rule }) => cellOf(rule, context));
    const rest = cells.filter(
      (cell) => !own.some((one) => sameCell(one, cell)) || kept.some((one) => sameCell(one, cell)),
    );
    const groups = rectangles(rest);
    const drafts: PackDraft[] = [];
    let beside = of;
    for (const [index, one] of mine.entries()) {
      const cell = own[index];
      const rule = rules.find(({ sourceType }) => sourceType === cell?.type);
      if (cell === undefined || rule === undefined) continue;
      const isWhole = groups.length === 0 && drafts.length === 0;
      const name = isWhole ? of : nameOf(one, used, taken);
      used.add(name);
      drafts.push(cloneDraft(one, { name, rule, cell, beside }));
      beside = name;
    }
    const file = drafts[0]?.draft;
    for (const [index, group] of groups.entries()) {
      const rule = rules.find(({ sourceType }) => sourceType === group[0]?.type);
      if (file === undefined || rule === undefined) continue;
      const name = index === 0 ? of : newName(`${shortOf(of)}-${group[0]?.connector ?? ''}`, taken);
      drafts.push(restDraft(of, file, rule, { name, cells: group, beside }));
      beside = name;
    }
    return drafts;
  });
}

function cellsOf({ connectors, sourceType }: Rule): readonly Cell[] {
  return connectors.map((connector) => ({ connector, type: sourceType }));
}

function cellOf(rule: ExportedRule, { connectorNames, directory, pack }: Context): Cell {
  const outbound = rule.direction === 'outbound';
  const type = canonical(rule.sourceType, outbound ? pack.metaverse : directory);
  return { connector: outbound ? 'entra' : (connectorNames.get(rule.connector) ?? ''), type };
}

function sameCell(a: Cell, b: Cell): boolean {
  return a.connector === b.connector && a.type === b.type;
}

/** Cells of directories that have the same types: one rule says them. */
function rectangles(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const types = new Map<string, string[]>();
  for (const { connector, type } of cells) types.set(connector, [...(types.get(connector) ?? []), type]);
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = (types.get(cell.connector) ?? []).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()];
}

function nameOf({ draft, of }: Override, used: ReadonlySet<string>, taken: Set<string>): string {
  return used.has(draft.name) ? newName(`${draft.name}-${shortOf(of)}`, taken) : draft.name;
}

interface RestPlace {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly beside: string;
}

function restDraft(of: string, draft: RuleDraft, rule: Rule, { name, cells, beside }: RestPlace): PackDraft {
  return {
    draft: {
      ...draft,
      name,
      comment: [`${of} as it is, for what the rule above is not for.`],
      description: '',
      spec: packRuleSpec(rule, cells, NO_CHANGE),
      metaverse: { type: rule.targetType, named: [], given: [] },
    },
    place: name === of ? 'pack' : { before: beside },
  };
}

interface ClonePlace {
  readonly name: string;
  readonly rule: Rule;
  readonly cell: Cell;
  readonly beside: string;
}

function cloneDraft({ of, clone, draft, change }: Override, { name, rule, cell, beside }: ClonePlace): PackDraft {
  const { rule: origin, original } = clone;
  const isEdited = origin.id === original.id;
  const made = `${of}, but ${isEdited ? 'changed on the server: ' : ''}${differenceText(clone)}.`;
  const place = name === of ? 'pack' : { before: beside };
  return {
    draft: {
      ...draft,
      name,
      comment: [`${origin.name} (${origin.id})`, made],
      spec: packRuleSpec(rule, [cell], change),
    },
    place: isEdited ? place : 'server',
  };
}

/** `user-join` of `lockstep/default@1:user-join`. */
function shortOf(name: string): string {
  return name.replace(/^.*:/, '');
}

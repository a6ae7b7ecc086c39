import { lineOf, lineText } from '../../kernel/position.ts';
import type { SourceRange, SourceText } from '../../kernel/position.ts';
import type { CauseLine, ImpactSideName } from '../../model/impact.ts';
import type { Flow, Rule, RuleSet, ScopeClause, ScopingFilter } from '../../model/rule-set.ts';
import type { ChangedLines, ImpactSide } from '../input.ts';
import { blockOf, blockText, extentOf, kindAt } from './extent.ts';

const WHEN: ReadonlySet<string> = new Set(['when']);

type Container = ScopingFilter['containers'][number];

/** What stands on a line and can decide about an object. */
export type Element =
  | { readonly kind: 'clause'; readonly clause: ScopeClause; readonly rule?: Rule; readonly filter?: ScopingFilter }
  | { readonly kind: 'container'; readonly container: Container; readonly filter: ScopingFilter }
  | { readonly kind: 'flow'; readonly flow: Flow; readonly rule: Rule }
  | { readonly kind: 'rule'; readonly rule: Rule };

/** A configuration as causes are looked for in it. */
export class TextSide {
  readonly name: ImpactSideName;
  readonly ruleSet: RuleSet;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #changed: ChangedLines;
  readonly #elements = new Map<string, Element[]>();

  constructor(name: ImpactSideName, { ruleSet, changed }: Pick<ImpactSide, 'ruleSet' | 'changed'>) {
    this.name = name;
    this.ruleSet = ruleSet;
    this.#changed = changed;
    this.rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
    for (const rule of ruleSet.rules) {
      this.#note(rule.source, { kind: 'rule', rule });
      for (const flow of rule.flows) this.#note(flow.source, { kind: 'flow', flow, rule });
      for (const clause of rule.scope.flat()) this.#note(clause.source, { kind: 'clause', clause, rule });
    }
    for (const filter of ruleSet.filters) {
      for (const container of filter.containers) this.#note(container.source, { kind: 'container', container, filter });
      for (const clause of [...filter.objects.values()].flat(2)) {
        this.#note(clause.source, { kind: 'clause', clause, filter });
      }
    }
  }

  #note(range: SourceRange, element: Element): void {
    const at = lineOf(range);
    const list = this.#elements.get(at);
    if (list === undefined) this.#elements.set(at, [element]);
    else list.push(element);
  }

  flow(rule: string, target: string): Flow | undefined {
    return this.rules.get(rule)?.flows.find((one) => one.target === target);
  }

  /** What stands on the lines that a reason of the engine names in brackets. */
  cited(text: string): readonly Element[] {
    const places = new Set([...text.matchAll(/\(([^()]+:\d+)\)/g)].map(([, place]) => place ?? ''));
    return [...places].flatMap((place) => this.#elements.get(place) ?? []);
  }

  /** Those lines of a key and its value that the other configuration does not have. */
  changedIn(range: SourceRange): readonly CauseLine[] {
    return this.#lines(range.source, extentOf(range));
  }

  /** The same of a key of the `spec:` around a range. */
  changedBlock(range: SourceRange, keys: ReadonlySet<string>): readonly CauseLine[] {
    return this.#lines(range.source, blockOf(range, keys));
  }

  /**
   * Changed lines of the Topology that bring or take a rule that stands there all the same: they name it (`disable`),
   * or the setting that it asks for with `when`.
   */
  changedForRule({ id, source: range }: Rule): readonly CauseLine[] {
    const asked = /^\s*when:\s*\{?\s*(\w+)/m.exec(blockText(range, WHEN))?.[1];
    const names = [id, ...(asked === undefined ? [] : [asked, ...(asked === 'people' ? ['matching'] : [])])];
    return [...this.#changed.values()].flatMap(({ source, lines }) => {
      const here = [...lines].filter((line) => kindAt(source, line) === 'Topology');
      return this.#lines(source, here).filter(({ text }) => names.some((name) => text.includes(name)));
    });
  }

  #lines(source: SourceText, lines: readonly number[]): readonly CauseLine[] {
    const changed = this.#changed.get(source.path)?.lines;
    if (changed === undefined) return [];
    return lines
      .filter((line) => changed.has(line) && lineText(source, line).trim() !== '')
      .map((line) => ({ side: this.name, at: `${source.path}:${line}`, text: lineText(source, line).trim() }));
  }
}

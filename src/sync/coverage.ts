import { invariant } from '../kernel/invariant.ts';
import { lineOf } from '../kernel/position.ts';
import type { Coverage, FilterCoverage, FlowCoverage, RuleCoverage } from '../model/coverage.ts';
import type { CandidateStanding } from '../model/explanation.ts';
import { flowText } from '../model/flow-text.ts';
import type { Flow, Rule, RuleSet, ScopingFilter } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { outcomeOf, standingOf } from './explain-flows.ts';
import { acceptAll, compileFilter, nearestContainer } from './filter.ts';
import type { FilterTest } from './filter.ts';
import type { FlowInput, FlowProgram } from './flow.ts';
import type { Link } from './identity.ts';
import { inboundRules, memberships } from './in-scope.ts';
import { inboundContext, inboundFlows, inboundProgram, joinValues } from './inbound.ts';
import type { SynchronizeInput } from './index.ts';
import { linkSources } from './link.ts';
import { NO_MEMBERSHIP, outboundContext, outboundProgram, outboundRules, outboundSelection } from './outbound.ts';
import { GroupOutOfSight } from './scope.ts';
import type { MemberTest } from './scope.ts';
import { ScopeWatch } from './scope-watch.ts';
import { settledState } from './settled-state.ts';
import { tenantView } from './tenant-view.ts';

type Standings = Record<CandidateStanding, number>;
type Containers = Map<ScopingFilter['containers'][number], number>;

/** What can be asked for coverage: the input of {@link synchronize}, without what it asks about the tenant. */
export type CoverageInput = Omit<SynchronizeInput, 'notWritable' | 'ruleSet'>;

/**
 * Counts what rules do with objects, by the very pieces that the sync passes are made of: a pass of its own, so that
 * the passes themselves cost nothing more. May be given several populations, one after the other.
 */
export class CoverageCollector {
  readonly #ruleSet: RuleSet;
  /** By precedence, which is unique. */
  readonly #scopes: ReadonlyMap<number, ScopeWatch>;
  readonly #filters: ReadonlyMap<ScopingFilter, ReadonlyMap<string, ScopeWatch>>;
  readonly #containers: Containers = new Map();
  readonly #flows: readonly Standings[];

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
    this.#scopes = new Map(ruleSet.rules.map((rule) => [rule.precedence, new ScopeWatch(rule.scope)]));
    this.#filters = new Map(
      ruleSet.filters.map((filter) => [
        filter,
        new Map([...filter.objects].map(([type, scope]) => [type, new ScopeWatch(scope)])),
      ]),
    );
    this.#flows = ruleSet.flows.map(() => ({ wins: 0, contributes: 0, passes: 0, ignored: 0, outranked: 0, fails: 0 }));
  }

  add(input: CoverageInput): void {
    for (const source of input.sources) this.#askSource(source);
    this.#askIdentities(input);
  }

  report(): Coverage {
    return {
      filters: this.#ruleSet.filters.map((filter) => this.#filterCoverage(filter)),
      rules: this.#ruleSet.rules.map((rule) => this.#ruleCoverage(rule)),
    };
  }

  #askSource(source: ImportedSource): void {
    const { connector } = source.space;
    const filter = this.#ruleSet.filters.find((one) => one.connectors.includes(connector));
    const refuse = filter === undefined ? acceptAll : compileFilter(filter, connector);
    const rules = inboundRules(this.#ruleSet, connector);
    const membership = memberships(this.#ruleSet, source);
    for (const entry of source.space.objects()) {
      const memberOf = membership(entry);
      if (filter !== undefined) this.#askFilter(filter, connector, entry, memberOf);
      if (!isAccepted(refuse, entry, memberOf)) continue;
      for (const { rule } of rules.get(entry.object.type) ?? []) {
        this.#scopes.get(rule.precedence)?.ask(connector, entry.object.attributes, memberOf);
      }
    }
  }

  #askFilter(filter: ScopingFilter, connector: string, entry: SpaceObject, memberOf: MemberTest): void {
    const container = nearestContainer(filter, entry.dnKey);
    if (container !== undefined) this.#containers.set(container, (this.#containers.get(container) ?? 0) + 1);
    // The clauses of a filter are asked about what lies in a container that takes part.
    const takesPart = container?.include ?? !filter.containers.some((one) => one.include);
    if (takesPart) this.#filters.get(filter)?.get(entry.object.type)?.ask(connector, entry.object.attributes, memberOf);
  }

  #askIdentities({ sources, ports, target, tenant }: CoverageInput): void {
    const ruleSet = this.#ruleSet;
    const view = tenantView(ruleSet, tenant, target);
    const inbound = inboundFlows(ports, view.inbound);
    const settled = settledState({ ruleSet, ports, target }, inbound, view);
    const linked = linkSources({
      ruleSet,
      sources,
      read: (object) => joinValues(inbound(object, 'leaveOut')),
      isMarked: view.isMarked,
    });
    const select = outboundSelection(this.#ruleSet, target);
    const rules = outboundRules(this.#ruleSet, target);
    const programs = new Map<string, FlowProgram>();
    const programOf = (key: string, make: () => FlowProgram): FlowProgram => {
      const program = programs.get(key) ?? make();
      programs.set(key, program);
      return program;
    };
    for (const object of linked.objects) {
      const { type } = object;
      const state = settled(object);
      if (state.tenant !== undefined) this.#askTenantLink(state.tenant, type, target);
      const program = programOf(keyOfLinks(state.inputs), () => inboundProgram(state.inputs));
      const contexts = state.inputs.map((link) => inboundContext(link, ports));
      // Outbound rules are not asked about an identity that is not whole.
      if (!this.#askFlows(program, contexts)) continue;
      for (const rule of rules) {
        if (rule.sourceType === type) this.#scopes.get(rule.precedence)?.ask(target, state.attributes, NO_MEMBERSHIP);
      }
      const selection = select(type, state);
      if (selection === undefined || selection.noFlow) continue;
      const key = `>${keyOfRules(selection.rules)}`;
      this.#askFlows(
        programOf(key, () => outboundProgram(selection.rules)),
        [outboundContext(state, target, ports)],
      );
    }
  }

  /** Inbound rules that read the tenant. */
  #askTenantLink({ entry }: Link, type: string, target: string): void {
    for (const rule of this.#ruleSet.rules) {
      const asked = rule.direction === 'inbound' && rule.connectors.includes(target) && rule.targetType === type;
      if (!asked || rule.sourceType !== entry.object.type) continue;
      this.#scopes.get(rule.precedence)?.ask(target, entry.object.attributes, NO_MEMBERSHIP);
    }
  }

  /** True when no flow failed. */
  #askFlows(program: FlowProgram, inputs: readonly FlowInput[]): boolean {
    let sound = true;
    for (const { candidates, merge } of program.targets) {
      let decided = false;
      for (const candidate of candidates) {
        const input = inputs[candidate.input];
        const standings = this.#flows[candidate.flow];
        if (input === undefined || standings === undefined) continue;
        const standing: CandidateStanding = decided ? 'outranked' : standingOf(outcomeOf(candidate, input), merge);
        standings[standing]++;
        decided ||= standing === 'wins' || standing === 'fails';
        sound &&= standing !== 'fails';
      }
    }
    return sound;
  }

  #filterCoverage(filter: ScopingFilter): FilterCoverage {
    return {
      filter: filter.name,
      at: lineOf(filter.source),
      containers: filter.containers.map((container) => ({
        dn: container.dn,
        include: container.include,
        at: lineOf(container.source),
        objects: this.#containers.get(container) ?? 0,
      })),
      types: [...(this.#filters.get(filter) ?? [])].map(([type, watch]) => ({ type, ...watch.report() })),
    };
  }

  #ruleCoverage(rule: Rule): RuleCoverage {
    const watch = this.#scopes.get(rule.precedence);
    invariant(watch !== undefined, 'every rule is watched');
    const { description, direction, connectors, sourceType, targetType, link, precedence } = rule;
    return {
      rule: rule.id,
      at: lineOf(rule.source),
      ...(description === undefined ? {} : { description }),
      own: !OF_A_PACK.test(rule.source.source.path),
      direction,
      connectors,
      sourceType,
      targetType,
      link,
      precedence,
      ...watch.report(),
      flows: rule.flows.map((flow) => this.#flowCoverage(flow)),
    };
  }

  #flowCoverage(flow: Flow): FlowCoverage {
    const standings = this.#flows[flow.number];
    invariant(standings !== undefined, 'every flow is counted');
    return { target: flow.target, flow: flowText(flow), at: lineOf(flow.source), standings };
  }
}

/** Files of packs are known by the pack's name and version: `lockstep/default@1/users.yaml`. */
const OF_A_PACK = /^[a-z0-9-]+\/[a-z0-9-]+@\d+\//;

function isAccepted(refuse: FilterTest, entry: SpaceObject, memberOf: MemberTest): boolean {
  try {
    return refuse(entry, memberOf) === undefined;
  } catch (error) {
    if (error instanceof GroupOutOfSight) return false;
    throw error;
  }
}

function keyOfLinks(links: readonly Link[]): string {
  return links.map((link) => keyOfRules(link.rules)).join('|');
}

/** Precedences are unique. */
function keyOfRules(rules: readonly Rule[]): string {
  return rules.map((rule) => rule.precedence).join();
}

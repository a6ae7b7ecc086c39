import { parametersAt } from '../model/parameters.ts';
import type { EvaluationContext } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import type { AttributeReader } from '../model/value.ts';
import type { ContributionTable } from './contribution-table.ts';
import type { FlowProgram } from './flow.ts';
import { flowProgram, runProgram } from './flow.ts';
import type { JoinValues } from './join.ts';
import { keyOf } from './identity.ts';
import type { Link, MetaverseObject } from './identity.ts';
import type { TenantInbound } from './tenant-view.ts';

/** The instant and the randomness of a run: inputs, so that equal inputs give an equal plan. */
export interface EvaluationPorts {
  readonly asOf: number;
  /** The bytes of one object, by its key: the same whenever they are asked for anew. */
  readonly random: (key: string) => EvaluationContext['random'];
}

/** What the inbound rules make of one identity. */
export interface MetaverseState {
  /** The link that says who it is: the one whose sourceAnchor won, else the one that projected it. */
  readonly primary: Link | undefined;
  /** `connector/objectGUID` of that link. */
  readonly key: string;
  /** What the flows read: the links of the identity, and the one to its object in the tenant where rules read that. */
  readonly inputs: readonly Link[];
  readonly tenant?: Link;
  readonly contributions: ContributionTable;
  readonly attributes: AttributeReader;
}

/** Throws FlowFailure, unless what fails is to be left out. */
export type Inbound = (object: MetaverseObject, failing?: 'throw' | 'leaveOut') => MetaverseState;

/** Evaluates inbound flows; programs are shared by objects with the same rules in scope. */
export function inboundFlows(ports: EvaluationPorts, tenant?: TenantInbound): Inbound {
  const run = inboundRun(ports);
  if (tenant === undefined) return (object, failing) => run(object, undefined, failing);
  const { byAnchor } = tenant;
  return (object, failing) => {
    const marked = tenant.byMark(object);
    if (marked !== undefined) return run(object, marked, failing);
    const alone = run(object, undefined, failing);
    const found = byAnchor?.(object.type, alone.attributes.get('sourceAnchor'));
    return found === undefined ? alone : run(object, found, failing);
  };
}

/** Evaluates the inbound flows of an identity with what one object of the tenant gives. */
export type InboundRun = (
  object: MetaverseObject,
  tenant: Link | undefined,
  failing?: 'throw' | 'leaveOut',
) => MetaverseState;

export function inboundRun(ports: EvaluationPorts): InboundRun {
  const programs = programCache();
  return ({ links }, tenant, failing) => {
    const inputs = tenant === undefined ? links : [...links, tenant];
    const program = programs(inputs);
    const contexts = inputs.map((link) => inboundContext(link, ports));
    const contributions = runProgram(program, contexts, failing);
    const primary = primaryOf(links, contributions);
    return {
      primary,
      key: primary === undefined ? '' : keyOf(primary.source, primary.entry),
      inputs,
      ...(tenant === undefined ? {} : { tenant }),
      contributions,
      attributes: contributions.reader(),
    };
  };
}

/**
 * Whatever the order of the topology, the account whose anchor names the person is the one that the owner mark names.
 * An anchor that the tenant supplies says nothing of it.
 */
function primaryOf(links: readonly Link[], contributions: ContributionTable): Link | undefined {
  const [supplier] = contributions.value('sourceAnchor') === undefined ? [] : contributions.inputsOf('sourceAnchor');
  return links[supplier ?? 0] ?? links[0];
}

/** What the flows of a link read. */
export function inboundContext(link: Link, ports: EvaluationPorts): EvaluationContext {
  return {
    attributes: link.entry.object.attributes,
    parameters: parametersOf(link.source, link.entry),
    asOf: ports.asOf,
    random: randomOf(ports, keyOf(link.source, link.entry)),
  };
}

/** What joins compare with, where what fails was left out. */
export function joinValues({ attributes, contributions }: MetaverseState): JoinValues {
  return {
    get: (attribute) => attributes.get(attribute),
    isUnknown: (attribute) => contributions.hasFailed(attribute),
  };
}

type Parameters = ReadonlyMap<string, string>;

/** By source, and by what its import knows of a domain. */
const parameters = new WeakMap<ImportedSource, Map<Parameters, Parameters>>();

/**
 * What the import knows of the domain of an object and of its forest, and the connector: `%Connector.ID%` is its name,
 * as nothing else is it.
 */
export function parametersOf(source: ImportedSource, { dnKey }: Pick<SpaceObject, 'dnKey'>): Parameters {
  const ofDomain = parametersAt(source.summary, dnKey);
  const ofSource = parameters.get(source) ?? new Map<Parameters, Parameters>();
  parameters.set(source, ofSource);
  let known = ofSource.get(ofDomain);
  if (known === undefined) {
    known = new Map([...ofDomain, ...connectorParameters(source.space.connector)]);
    ofSource.set(ofDomain, known);
  }
  return known;
}

export function connectorParameters(connector: string): ReadonlyMap<string, string> {
  return new Map([
    ['Connector.ID', connector],
    ['Connector.Name', connector],
  ]);
}

/** Made when it is first asked for: hardly a flow does. */
export function randomOf({ random }: EvaluationPorts, key: string): EvaluationContext['random'] {
  let bytes: EvaluationContext['random'] | undefined;
  return (length) => (bytes ??= random(key))(length);
}

/** One program per combination of rules: keyed by the rules' precedences, which are unique. */
function programCache(): (links: readonly Link[]) => FlowProgram {
  const cache = new Map<string, FlowProgram>();
  return (links) => {
    const key = links.map((link) => link.rules.map((rule) => rule.precedence).join()).join('|');
    let program = cache.get(key);
    if (program === undefined) {
      program = inboundProgram(links);
      cache.set(key, program);
    }
    return program;
  };
}

/** The rules in scope of all linked objects, by precedence. */
export function inboundProgram(links: readonly Link[]): FlowProgram {
  const rules = links.flatMap((link, input) => link.rules.map((rule) => ({ rule, input })));
  return flowProgram(rules.sort((a, b) => a.rule.precedence - b.rule.precedence));
}

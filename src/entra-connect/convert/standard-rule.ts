import { lineOf } from '../../kernel/position.ts';
import { gravest } from '../../model/migration.ts';
import type { Carried, MigratedFlow, MigratedRule } from '../../model/migration.ts';
import type { Flow } from '../../model/rule-set.ts';
import type { AttributeSchema } from '../../model/schema.ts';
import type { ExportedFlow, ExportedRule } from '../server-export.ts';
import type { Context } from './context.ts';
import { endsOf, NO_WRITING } from './ends.ts';
import type { Ends } from './ends.ts';
import { editOf, moveWords } from './form-difference.ts';
import type { ConvertedRule } from './rule.ts';
import { attributesRead, parsed } from './expression.ts';
import { alike, normalOfExported, normalOfFlow } from './normal-form.ts';
import { standingOf } from './standard-table.ts';
import { anchorOf } from './topology.ts';

export interface StandardOptions {
  readonly isSupplied: (rule: ExportedRule, target: string) => boolean;
  /** What became of a change that somebody made in the rule. */
  readonly carriedOver: ConvertedRule | undefined;
}

/** What the report says of a rule that comes with Connect: its scope and joins against those that it came with, its flows against those of the pack. */
export function standardReport(
  rule: ExportedRule,
  connector: string,
  context: Context,
  { isSupplied, carriedOver }: StandardOptions,
): MigratedRule {
  const { name, direction, range, tag = '' } = rule;
  const common = { name, connector, direction, standard: true, origin: lineOf(range) };
  if (!rule.isDescribed) return { ...common, ...listedVerdict(rule, context), flows: [] };
  const ends = endsOf(rule, context);
  const changed = changeText(rule, context);
  if ('refused' in ends) return { ...common, carried: 'notWritable', reason: `${ends.refused}.${changed}`, flows: [] };
  if (ends.kind === 'fromTenant') {
    const carried = changed === '' ? 'same' : 'decision';
    return { ...common, carried, reason: `${FROM_TENANT}${changed}`, flows: [] };
  }
  const flows = rule.flows.map((flow): MigratedFlow => {
    if (isSupplied(rule, flow.target))
      return { target: flow.target, carried: 'same', reason: 'a rule here needs it and has it' };
    return standardFlow(flow, rule, ends, context);
  });
  const kinds = flows.map((flow) => flow.carried).filter((one) => one !== 'notWritable');
  const carried = gravest(changed === '' ? kinds : ['decision']);
  const reason = `${sentence(standingOf(tag)?.reason ?? 'compared with the rules of the pack')}${changed}`;
  if (changed === '') return { ...common, carried, reason, flows };
  if (carriedOver?.kind === 'draft') {
    const advice = `${carriedOver.draft.file} has it: see whether it is still wanted.`;
    return { ...common, carried, reason, advice, file: carriedOver.draft.file, flows };
  }
  const why = carriedOver === undefined ? '' : ` ${carriedOver.reason}`;
  return { ...common, carried, reason: reason + why, advice: 'Write a rule by hand that does what is wanted.', flows };
}

/** A flow that Microsoft wrote, or that a clone has of it. */
export function standardFlow(flow: ExportedFlow, rule: ExportedRule, ends: Ends, context: Context): MigratedFlow {
  return ends.kind === 'toTenant' ? outboundFlow(flow, ends, context) : inboundFlow(flow, rule, ends, context);
}

/** What somebody changed of how the rule chooses, links and stands; empty when it is as it came. */
function changeText(rule: ExportedRule, { server }: Context): string {
  const words = [...(editOf(rule)?.words ?? []), ...moveWords(rule, server.rules)];
  return words.length === 0 ? '' : ` It was changed on the server: ${words.join('; ')}.`;
}

const FROM_TENANT = 'Lockstep finds what it made in the tenant by its owner mark, and reads nothing else back.';

/** A standard rule of which only the tag is known: what stands for it here, not whether it does the same. */
function listedVerdict(rule: ExportedRule, context: Context): Pick<MigratedRule, 'carried' | 'reason'> {
  const changed = changeText(rule, context);
  const { carried, reason } = standsListed(rule, context);
  return { carried: changed === '' ? carried : 'decision', reason: reason + changed };
}

function standsListed(
  { tag = '', direction, connector }: ExportedRule,
  { connectors }: Context,
): Pick<MigratedRule, 'carried' | 'reason'> {
  const isTenant = connectors.get(connector)?.kind === 'entra';
  if (isTenant && direction === 'inbound') return { carried: 'same', reason: FROM_TENANT };
  if (!isTenant && direction === 'outbound') return { carried: 'notWritable', reason: `${NO_WRITING}.` };
  const standing = standingOf(tag);
  if (standing === undefined)
    return { carried: 'decision', reason: 'The export lists it only; no rule stands for it here.' };
  const carried = standing.pack.length === 0 ? 'notWritable' : 'same';
  return { carried, reason: `${sentence(standing.reason)} The export lists it only: its flows were not compared.` };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

type Verdict = readonly [carried: Carried, reason: string];

function outboundFlow(flow: ExportedFlow, ends: Ends, context: Context): MigratedFlow {
  const [carried, reason] = outboundVerdict(flow, ends, context);
  return { target: flow.target, carried, reason };
}

function outboundVerdict(flow: ExportedFlow, { from, to }: Ends, context: Context): Verdict {
  const key = flow.target.toLowerCase();
  if (key === 'sourceanchor') return ['renamed', 'Lockstep writes the anchor by itself'];
  if (key === 'dn' || key === 'cloudanchor') return ['renamed', 'objects in Graph have no DN'];
  const target = to.nameOf(flow.target);
  const schema = target === undefined ? undefined : (to.schemaOf(target) as AttributeSchema | undefined);
  if (target === undefined) return ['notWritable', 'Graph has no attribute for it'];
  if (schema?.write === 'never') return ['notWritable', schema.reason ?? 'no application can write it'];
  const here = packFlows(context, 'outbound', from.type, to.type, target);
  const found = verdict(flow, here, target, 'Graph can write it; no rule of the pack does');
  const known = here.length > 0 ? knownFlow(`${to.type} ${target}`, flow, context) : undefined;
  return found[0] === 'decision' && known !== undefined ? ['renamed', known] : found;
}

function inboundFlow(flow: ExportedFlow, rule: ExportedRule, { from, to }: Ends, context: Context): MigratedFlow {
  const here = packFlows(context, 'inbound', from.type, to.type, to.nameOf(flow.target) ?? flow.target);
  const known = knownFlow(`${to.type} ${flow.target}`, flow, context);
  const told = (given: Verdict): MigratedFlow => {
    const [carried, reason] = given[0] === 'decision' ? (ofMembers(from.type) ?? given) : given;
    return { target: flow.target, carried, reason };
  };
  if (here.length > 0) {
    const found = verdict(flow, here, flow.target, '');
    if (found[0] !== 'decision') return told(found);
    return told(known === undefined ? found : ['same', known]);
  }
  const made = writableOf(rule.targetType, flow.target, context);
  if (made.length === 0) return told(['notWritable', 'nothing that Graph can write is made of it']);
  return told(['decision', 'Graph could write what is made of it; no rule of the pack does']);
}

/** Objects that Graph cannot write: only who they are counts. */
function ofMembers(type: string): Verdict | undefined {
  if (type === 'contact') return ['notWritable', 'contacts are known as members only'];
  return type === 'computer' || type === 'msDS-Device'
    ? ['notWritable', 'devices are known as members only']
    : undefined;
}

interface KnownFlow {
  readonly why: string;
  /** What the flow may read, in lower case: one that reads anything else is somebody's own. */
  readonly reads: readonly string[];
}

const ANCHOR: KnownFlow = {
  why: 'the anchor of the topology',
  reads: ['objectguid', 'ms-ds-consistencyguid', 'msexchrecipienttypedetails'],
};

/** Flows of standard rules that the pack writes in other words, and why they come to the same. */
const KNOWN: Readonly<Record<string, KnownFlow>> = {
  'person sourceAnchor': ANCHOR,
  'person sourceAnchorBinary': ANCHOR,
  'group sourceAnchor': { ...ANCHOR, reads: ['objectguid'] },
  'person accountEnabled': {
    why: 'an account whose state cannot be read is held instead of enabled',
    reads: ['useraccountcontrol'],
  },
  'group cloudFiltered': {
    why: 'the groups of sync engines, Exchange and the system itself are left out here, too',
    reads: ['iscriticalsystemobject', 'samaccountname', 'msexchrecipienttypedetails', 'dn'],
  },
  'person sourceObjectType': {
    why: 'a linked mailbox is nobody by itself here, too',
    reads: ['msexchrecipienttypedetails'],
  },
  'group members': { why: 'the tenant has its own limit of members', reads: ['member', 'membercount'] },
  'group mailNickname': { why: 'without what Graph does not take in it', reads: ['mailnickname', 'cn'] },
};

function knownFlow(name: string, flow: ExportedFlow, { server }: Context): string | undefined {
  const known = KNOWN[name];
  const reads = readsOf(flow).map((one) => one.toLowerCase());
  if (known === undefined || !reads.every((one) => known.reads.includes(one))) return undefined;
  // People who are known by something else than the topology says would all look new.
  const isOfPeople = known === ANCHOR;
  const isConsistent = reads.includes('ms-ds-consistencyguid');
  if (isOfPeople && reads.length === 0) return undefined;
  if (isOfPeople && isConsistent !== (anchorOf(server) === 'mS-DS-ConsistencyGuid')) return undefined;
  return known.why;
}

function verdict(flow: ExportedFlow, here: readonly Flow[], target: string, missing: string): Verdict {
  if (here.length === 0) return ['decision', missing];
  const wanted = normalOfExported(flow.from);
  if (here.some((one) => normalOfFlow(one.from) === wanted)) {
    return target === flow.target ? ['same', ''] : ['renamed', `it is ${target} in Graph`];
  }
  const words = here.map(({ from }) => normalOfFlow(from));
  if (words.some((one) => alike(one, wanted))) return ['same', 'but for blanks at its ends and its length'];
  return ['decision', `the server writes ${wanted}, the pack ${[...new Set(words)].join(' or ')}`];
}

function packFlows(
  { pack }: Context,
  direction: ExportedRule['direction'],
  sourceType: string,
  targetType: string,
  target: string,
): readonly Flow[] {
  return pack.rules
    .filter((rule) => rule.direction === direction && rule.sourceType === sourceType && rule.targetType === targetType)
    .flatMap(({ flows }) => flows.filter((flow) => flow.target === target));
}

/** What the server makes in the tenant of an attribute of the metaverse, as far as Graph can write it. */
function writableOf(type: string, attribute: string, context: Context): readonly string[] {
  const made = context.server.rules.flatMap((rule) => {
    if (rule.disabled || rule.direction !== 'outbound' || rule.sourceType !== type) return [];
    const ends = endsOf(rule, context);
    if ('refused' in ends) return [];
    return rule.flows.flatMap((flow) => {
      const target = ends.to.nameOf(flow.target);
      const schema = target === undefined ? undefined : (ends.to.schemaOf(target) as AttributeSchema | undefined);
      const writable = target !== undefined && schema?.write !== 'never' && readsOf(flow).includes(attribute);
      return writable ? [target] : [];
    });
  });
  return [...new Set(made)];
}

export function readsOf({ from }: ExportedFlow): readonly string[] {
  switch (from.kind) {
    case 'direct':
      return [from.attribute.text];
    case 'constant':
      return [];
    case 'expression': {
      const expression = parsed(from.expression.text);
      return expression.kind === 'parsed' ? attributesRead(expression.root) : [];
    }
  }
}

import { canonicalJson, digestOf } from '../kernel/canonical-json.ts';
import { diagnostic, hasErrors } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { holds, lineOf } from '../kernel/position.ts';
import type { SourceRange, SourceText } from '../kernel/position.ts';
import { compareText } from '../kernel/text.ts';
import { withDirectoryExtensions } from '../model/directory-extension.ts';
import type { Approval } from '../model/consent.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { RuleTest } from '../model/rule-test.ts';
import type { Schema } from '../model/schema.ts';
import type { Settings } from '../model/settings.ts';
import type { ImportRequest } from '../model/source.ts';
import type { TenantRequest } from '../model/tenant.ts';
import { compileDirectorySchema, environmentWith } from './directory-schema.ts';
import { compileAdoptions } from './adoption.ts';
import { compileApprovals } from './approval.ts';
import { withoutUnreadNames } from './unread.ts';
import type { CompileContext, WorkspaceEnvironment } from './context.ts';
import { directoryExtensionsOf } from './directory-extensions.ts';
import { readDocuments } from './documents.ts';
import type { WorkspaceDocument } from './documents.ts';
import { readYamlFiles } from './files.ts';
import { checkFilterTypes } from './filter-checks.ts';
import { readAcceptances, unusedAcceptances, withoutAccepted } from './lint/accept.ts';
import type { Acceptance } from './lint/accept.ts';
import { lintRules } from './lint/index.ts';
import type { LintInput } from './lint/lint.ts';
import { compileMetaverse } from './metaverse.ts';
import { numberRules } from './number-rules.ts';
import { compilePolicy } from './policy.ts';
import { checkPins, compilePins } from './pins.ts';
import { byPrecedence } from './precedence.ts';
import { newProblems } from './problems.ts';
import type { Problems, Report } from './problems.ts';
import { importRequests, tenantRequest } from './requests.ts';
import { checkRules } from './rule-checks.ts';
import { compileRuleTests } from './rule-test/index.ts';
import { selectRules } from './rule-selection.ts';
import type { RulePack } from './rule-selection.ts';
import type { Kind } from './shape.ts';
import { compileFilters } from './scoping-filter.ts';
import { compileRule } from './sync-rule.ts';
import { connectorsOf, settingsOf, topologyOf } from './topology.ts';
import { textsOf, toExactJson, within } from './tree.ts';
import { checkModes, takingPart } from './when.ts';

export interface LoadedWorkspace {
  /** Absolute. */
  readonly directory: string;
  /** Undefined when the Topology has a mistake. */
  readonly settings: Settings | undefined;
  /** Undefined when anything has a mistake. */
  readonly ruleSet: RuleSet | undefined;
  /** No part of the rules: each names the digest of those that it is for. */
  readonly approvals: readonly Approval[];
  /** Empty while there is no rule set. */
  readonly tests: readonly RuleTest[];
  /** What to read, by connector; empty while there is no rule set. */
  readonly requests: ReadonlyMap<string, ImportRequest>;
  readonly tenantRequest: TenantRequest;
  /** Documents of the workspace itself. */
  readonly documents: number;
  /** Without the warnings that documents accept. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is sound and hardly meant; nothing while there is no rule set. A plan does not ask. */
  readonly lint: () => readonly Diagnostic[];
  /** `kind name` of the document that a range lies in: what it is called wherever its file and its lines are. */
  readonly documentAt: (range: SourceRange) => string | undefined;
}

/** Reads and compiles a workspace. What is wrong with it is in the diagnostics; only failing I/O throws. */
export async function loadWorkspace(directory: string, environment: WorkspaceEnvironment): Promise<LoadedWorkspace> {
  const problems = newProblems();
  return loadTexts(directory, await readYamlFiles(directory, '', problems), environment, problems);
}

/** Compiles the YAML of a workspace that was read from somewhere else than its folder. */
export async function loadTexts(
  directory: string,
  texts: readonly SourceText[],
  around: WorkspaceEnvironment,
  problems: Problems = newProblems(),
): Promise<LoadedWorkspace> {
  const documents = texts.flatMap((text) => readDocuments(text, problems.report));
  const topologies = ofKind(documents, 'Topology');
  const topology = single(topologies, problems.report);
  // A Topology that could not even be read has been reported already.
  if (topology === undefined && !hasErrors(problems.list())) {
    problems.add(diagnostic('CFG030', { detail: 'The workspace has no Topology.', subject: 'lockstep.yaml' }));
  }
  const environment = withDeclared(around, topology, problems.report);
  const packs = await readPacks(topology, environment, problems);
  const parts: WorkspaceParts = { documents, packs, topology };
  const { ruleSet, tests, declared } = compile(parts, environment, problems.report);
  const approvals = compileApprovals(soundOf(documents, 'Approval'), problems.report);
  const acceptances = acceptancesOf(parts, problems.report);
  const used = new Set<Acceptance>();
  const diagnostics = withoutUnreadNames(withoutAccepted(problems.list(), acceptances, used), documents);
  const sound = ruleSet !== undefined && !hasErrors(diagnostics);
  return {
    directory,
    settings: topology?.sound === true ? settingsOf(topology) : undefined,
    ruleSet: sound ? ruleSet : undefined,
    approvals: sound ? approvals : [],
    tests: sound ? tests : [],
    requests: sound
      ? importRequests(ruleSet.topology.sourceConnectors, ruleSet.rules, ruleSet.filters, ruleSet.pins, declared)
      : new Map(),
    tenantRequest: tenantRequest(sound ? ruleSet.rules : [], environment.schemaOf('entra')),
    documents: documents.length,
    diagnostics,
    lint: () => {
      if (!sound) return [];
      const found = newProblems();
      lintRules(lintInput(ruleSet, parts, environmentWith(environment, declared ?? new Map())), found.report);
      for (const one of unusedAcceptances(acceptances, usedBy(found.list(), acceptances, used))) found.add(one);
      return withoutAccepted(found.list(), acceptances, new Set());
    },
    documentAt: (range) => {
      const all = [...documents, ...packs.flatMap((pack) => pack.documents)];
      const document = all.find(({ root }) => holds(root.range, range));
      return document === undefined ? undefined : `${document.kind} ${document.name}`;
    },
  };
}

/** The schema of the tenant, with the directory extensions that the Topology declares. */
function withDeclared(
  around: WorkspaceEnvironment,
  topology: WorkspaceDocument | undefined,
  report: Report,
): WorkspaceEnvironment {
  const declared = topology === undefined ? [] : directoryExtensionsOf(topology, report);
  const tenant = withDirectoryExtensions(around.schemaOf('entra'), declared);
  return { ...around, schemaOf: (kind) => (kind === 'entra' ? tenant : around.schemaOf(kind)) };
}

interface WorkspaceParts {
  readonly documents: readonly WorkspaceDocument[];
  readonly packs: readonly RulePack[];
  readonly topology: WorkspaceDocument | undefined;
}

function acceptancesOf({ documents, packs }: WorkspaceParts, report: Report): readonly Acceptance[] {
  const ofPacks = packs.flatMap((pack) => pack.documents);
  const texts = new Set(ofPacks.map(({ root }) => root.range.source));
  return readAcceptances([...documents, ...ofPacks], texts, report);
}

/** The acceptances that were of use: for what compiling found, or for what the lints found now. */
function usedBy(
  findings: readonly Diagnostic[],
  acceptances: readonly Acceptance[],
  before: ReadonlySet<Acceptance>,
): ReadonlySet<Acceptance> {
  const used = new Set(before);
  withoutAccepted(findings, acceptances, used);
  return used;
}

function lintInput(
  ruleSet: RuleSet,
  { documents, topology }: WorkspaceParts,
  environment: WorkspaceEnvironment,
): LintInput {
  const own = new Set(documents.map(({ root }) => root.range.source));
  const connectors = topology === undefined ? [] : connectorsOf(topology, () => undefined).values();
  return {
    ruleSet,
    directory: environment.schemaOf('ldif'),
    partitions: new Map([...connectors].map(({ name, partitions }) => [name, partitions])),
    isOwn: ({ source }) => own.has(source),
  };
}

async function readPacks(
  topology: WorkspaceDocument | undefined,
  environment: WorkspaceEnvironment,
  problems: Problems,
): Promise<readonly RulePack[]> {
  const packs: RulePack[] = [];
  for (const { text: name, range } of textsOf(within(topology?.root, 'spec', 'extends'))) {
    const folder = environment.packs(name);
    if (folder === undefined) problems.report('CFG034', range, `There is no rule pack ${name}.`);
    else packs.push({ name, documents: await readPack(name, folder, problems) });
  }
  return packs;
}

async function readPack(name: string, folder: string, problems: Problems): Promise<readonly WorkspaceDocument[]> {
  const texts = await readYamlFiles(folder, `${name}/`, problems);
  const documents = texts.flatMap((text) => readDocuments(text, problems.report));
  for (const { kind, nameRange } of documents) {
    if (kind !== 'SyncRule' && kind !== 'Metaverse') problems.report('CFG022', nameRange, `A pack holds no ${kind}.`);
  }
  return documents;
}

interface Compiled {
  readonly ruleSet?: RuleSet;
  /** Attributes of directories that documents name. */
  readonly declared?: Schema;
  readonly tests: readonly RuleTest[];
}

function compile(parts: WorkspaceParts, environment: WorkspaceEnvironment, report: Report): Compiled {
  const { documents, packs, topology } = parts;
  const everything = [...packs.flatMap((pack) => pack.documents), ...documents];
  const declared = declaredBy(documents, environment, report);
  const context: CompileContext = {
    environment: environmentWith(environment, declared),
    connectors: topology === undefined ? new Map() : connectorsOf(topology, report),
    metaverse: compileMetaverse(soundOf(everything, 'Metaverse'), report),
    report,
  };
  checkNames(ofKind(documents, 'ScopingFilter'), report);
  checkNames(ofKind(documents, 'RuleTest'), report);
  const policy = compilePolicy(single(ofKind(documents, 'Policy'), report), context);
  const ofPacks = packs.map((pack) => ({ ...pack, documents: takingPart(pack.documents, topology) }));
  const selected = selectRules(takingPart(documents, topology), ofPacks, topology, report);
  const entries = byPrecedence(selected, report);
  // Without connectors every name would look wrong; the one mistake that is there has been reported.
  if (context.connectors.size === 0) return { tests: [] };
  if (!checkModes(topology, everything, context)) return { tests: [] };
  const filters = compileFilters(soundOf(documents, 'ScopingFilter'), context);
  const adoptions = compileAdoptions(soundOf(documents, 'Adoption'), context);
  const ordered = entries.map((entry) => {
    const used = entry.document.sound && !entry.disabled;
    return { entry, rules: used ? compileRule(entry, context) : [] };
  });
  const { rules, flows } = numberRules(ordered);
  checkRules(rules, report);
  const pinned = single(ofKind(documents, 'Pins'), report);
  const pins = compilePins(pinned, context);
  checkPins({ filters, rules, pins }, pinned, report);
  checkFilterTypes(filters, rules, report);
  const tests = compileRuleTests(soundOf(documents, 'RuleTest'), {
    ...context,
    filters,
    rules,
    filterNames: new Set(ofKind(documents, 'ScopingFilter').map(({ name }) => name)),
    ruleIds: new Set([...rules.map(({ id }) => id), ...entries.flatMap((one) => (one.disabled ? [] : [one.id]))]),
  });
  if (topology?.sound !== true) return { tests };
  const ruleSet: RuleSet = {
    topology: topologyOf(topology),
    filters,
    rules,
    flows,
    metaverse: context.metaverse,
    policy,
    adoptions,
    pins,
    digest: digestOfAll(parts),
  };
  return { ruleSet, tests, declared };
}

function declaredBy(
  documents: readonly WorkspaceDocument[],
  environment: WorkspaceEnvironment,
  report: Report,
): Schema {
  const known = environment.schemaOf('activeDirectory');
  return compileDirectorySchema(soundOf(documents, 'DirectorySchema'), known, report);
}

function ofKind(documents: readonly WorkspaceDocument[], kind: Kind): readonly WorkspaceDocument[] {
  return documents.filter((document) => document.kind === kind);
}

function soundOf(documents: readonly WorkspaceDocument[], kind: Kind): readonly WorkspaceDocument[] {
  return ofKind(documents, kind).filter((document) => document.sound);
}

/** The first of the documents; a second one is reported. */
function single(documents: readonly WorkspaceDocument[], report: Report): WorkspaceDocument | undefined {
  const [first, ...others] = documents;
  for (const { kind, nameRange } of others) report('CFG030', nameRange, `There is a ${kind} already.`);
  return first;
}

function checkNames(documents: readonly WorkspaceDocument[], report: Report): void {
  const seen = new Map<string, SourceRange>();
  for (const { kind, name, nameRange } of documents) {
    const other = seen.get(name);
    if (other === undefined) seen.set(name, nameRange);
    else if (name !== '') report('CFG031', nameRange, `There is a ${kind} ${name} already, at ${lineOf(other)}.`);
  }
}

/**
 * Over what the documents say, in no order: where they stand, comments and formatting do not change it. Nor do rule
 * tests, of which no plan is made, and approvals, which name the digest.
 */
function digestOfAll({ documents, packs }: WorkspaceParts): string {
  const counted = documents.filter(({ kind }) => kind !== 'RuleTest' && kind !== 'Approval');
  const own = counted.map(({ root }) => canonicalJson({ document: toExactJson(root) }));
  const ofPacks = packs.flatMap((pack) =>
    pack.documents.map(({ root }) => canonicalJson({ pack: pack.name, document: toExactJson(root) })),
  );
  return digestOf(`[${[...own, ...ofPacks].sort(compareText).join(',')}]`);
}

import type { Standing } from './canaries.ts';

/** Every text of a plan and of an impact report, by its path; a second list beside that of the code. */
function standingOf(standing: Standing, paths: readonly string[]): Readonly<Record<string, Standing>> {
  return Object.fromEntries(paths.map((path) => [path, standing]));
}

const within = (paths: readonly string[], fields: readonly string[]): readonly string[] =>
  paths.flatMap((path) => fields.map((field) => `${path}.${field}`));

const operations = ['body.operations'];
const objects = [
  'body.operations.object',
  'body.operations.member',
  'body.operations.before',
  'body.operations.manager',
  'body.held.object',
];
const changes = ['body.operations.changes', 'body.held.changes'];
const whys = ['body.operations.why', ...within(changes, ['why'])];

export const planStandings = {
  ...standingOf('personal', [
    ...within(objects, ['key', 'id', 'name']),
    ...within(operations, ['id', 'after', 'from', 'mark', 'newMark', 'markBefore', 'anchor', 'anchorBefore', 'reason']),
    ...within(changes, ['before', 'after']),
    ...within(['body.held'], ['from', 'detail', 'candidates.id', 'candidates.name']),
    ...['findings.operations', 'hazards.operation', 'hazards.detail', 'causes.operation'],
  ]),
  ...standingOf('public', [
    ...within(objects, []),
    ...within(
      objects.map((path) => `${path}(group)`),
      ['key', 'id', 'name'],
    ),
    ...within(operations, ['name', 'applicationId', 'consent', 'pair']),
    ...within(changes, ['attribute']),
    ...within(whys, ['rule', 'at', 'flow', 'losers']),
    ...within(['body.census.notCarried'], ['type', 'reason']),
    ...within(
      ['envelope'],
      ['tool', 'workspace', 'tenantId', 'tenantName', 'revision', 'sources.connector', 'sources.origin'],
    ),
    ...within(['findings'], ['detail', 'policyKey', 'consent.approval']),
    ...['causes.attribute', 'causeBasis.base'],
  ]),
  ...standingOf('word', [
    ...within(objects, ['type']),
    ...within(
      objects.map((path) => `${path}(group)`),
      ['type'],
    ),
    ...within(operations, ['kind', 'targets', 'dataType', 'deleteAfter', 'evidence', 'deletedAt']),
    ...within(['body.held'], ['kind', 'reason', 'microsoftError', 'would', 'candidates.evidence', 'candidates.by']),
    ...['body.census.kind', 'body.census.waiting.next'],
    ...within(
      ['envelope'],
      [
        'format',
        'runId',
        'createdAt',
        'expiresAt',
        'asOf',
        'rulesDigest',
        'bodyDigest',
        'derivedFrom',
        'sources.readAt',
      ],
    ),
    ...within(['findings'], ['code', 'hazard', 'consent.by']),
    ...['hazards.hazard', 'causes.cause', 'causeBasis.gaps', 'causeBasis.baseline.runId', 'causeBasis.baseline.at'],
  ]),
};

const group = 'outcome.impact.groups';
const befallen = 'outcome.impact.hazards.identities';
const groups = [group, `${group}.changes`, `${group}.changes(group)`];

export const impactStandings = {
  ...standingOf('personal', [
    ...within(groups, ['before', 'after', 'dn', 'detail']),
    ...within([`${group}.changes`], ['key', 'name']),
    ...within([befallen], ['key', 'name', 'detail']),
    ...within([`${befallen}(group)`], ['detail']),
  ]),
  ...standingOf('public', [
    ...within(groups, ['role']),
    ...within([befallen, `${befallen}(group)`], ['group', 'role']),
    ...within([`${befallen}(group)`], ['key', 'name']),
    ...within([`${group}.changes(group)`], ['key', 'name']),
    ...within(groups, ['attribute', 'cause.at', 'cause.text']),
    ...within(['outcome.impact.findings.changes'], ['policyKey', 'before', 'after']),
    ...within(['base', 'head'], ['ref', 'commit']),
    ...['workspace', 'packs', 'sources.connector', 'sources.origin'],
  ]),
  ...standingOf('word', [
    ...within(groups, ['kind', 'type', 'operation', 'hold', 'cause.side']),
    ...within(['outcome.impact.hazards'], ['kind', 'hazard', 'identities.type', 'identities(group).type']),
    ...['outcome.kind', 'outcome.impact.operations.kind', 'asOf', 'sources.readAt'],
    ...within(['outcome.impact.findings.changes'], ['kind', 'code']),
    ...within(['base', 'head'], ['rulesDigest']),
  ]),
};

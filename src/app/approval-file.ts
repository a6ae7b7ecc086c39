import type { Hazard } from '../model/hazard.ts';
import type { SignatureClass } from '../model/signature.ts';

/** A kind of change with its words. */
export interface ApprovedClass {
  readonly digest: string;
  readonly is: string;
}

export interface GivenConsent {
  readonly hazard: Hazard;
  readonly maximum: number;
  readonly classes: readonly ApprovedClass[];
}

export interface ApprovalContent {
  readonly id: string;
  readonly workspace: string;
  readonly tenantId: string;
  readonly rulesDigest: string;
  readonly expiresAt: string;
  readonly approvedBy?: string;
  readonly hazards: readonly GivenConsent[];
}

/** An Approval document; JSON texts are YAML, once what breaks lines is escaped. */
export function approvalYaml(content: ApprovalContent): string {
  const { id, workspace, tenantId, rulesDigest, expiresAt, approvedBy, hazards } = content;
  return [
    'apiVersion: lockstep/v1alpha1',
    'kind: Approval',
    `metadata: { name: approval-${id} }`,
    'spec:',
    `  id: ${quoted(id)}`,
    `  workspace: ${quoted(workspace)}`,
    `  tenantId: ${quoted(tenantId)}`,
    `  rulesDigest: ${quoted(rulesDigest)}`,
    `  expiresAt: ${quoted(expiresAt)}`,
    ...(approvedBy === undefined ? [] : [`  approvedBy: ${quoted(approvedBy)}`]),
    '  hazards:',
    ...hazards.flatMap(({ hazard, maximum, classes }) => [
      `    - hazard: ${hazard}`,
      `      maximum: ${maximum}`,
      '      classes:',
      ...classes.flatMap(({ digest, is }) => [`        - is: ${quoted(is)}`, `          digest: ${quoted(digest)}`]),
    ]),
    '',
  ].join('\n');
}

/** `update user, accountEnabled to false, by the rule users: =…`. */
export function classWords({ operation, type, attribute, to, rule, flow }: SignatureClass): string {
  const what = type === undefined ? operation : `${operation} ${type}`;
  const part = attribute === undefined ? [] : [to === undefined ? attribute : `${attribute} to ${String(to)}`];
  const by = rule === undefined ? [] : [`by the rule ${rule}${flow === undefined ? '' : `: ${flow}`}`];
  return [what, ...part, ...by].join(', ').slice(0, 1000);
}

/** Names of rules and values are anybody's words: nothing in them ends a text or hides what follows. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

import type { SourceText } from '../kernel/position.ts';

/**
 * How a server was exported: the XML of Get-ADSyncServerConfiguration, PowerShell of the Synchronization Rules Editor
 * and of administrators, or the JSON policy of the wizard.
 */
export type ExportForm = 'xml' | 'script' | 'policy';

/** A script that makes rules names one of their cmdlets. */
const RULE_CMDLETS = /\b(?:New|Add)-ADSync(?:Rule|AttributeFlowMapping|ScopeConditionGroup|JoinConditionGroup)\b/i;

/** The form of a file by what it says; a broken one has that of its name. Undefined for what is no export. */
export function formOf({ path, text }: SourceText): ExportForm | undefined {
  const first = /\S/.exec(text)?.index ?? 0;
  if (text.startsWith('{', first)) return 'policy';
  if (text.startsWith('<', first) && !text.startsWith('<#', first)) return 'xml';
  if (RULE_CMDLETS.test(text)) return 'script';
  if (/\.xml$/i.test(path)) return 'xml';
  return /\.json$/i.test(path) ? 'policy' : undefined;
}

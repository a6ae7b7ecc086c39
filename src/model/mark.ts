/**
 * The owner mark: one directory extension value on each object that Lockstep made or adopted. It names who masters
 * the object, so that ownership is a fact of the tenant and not a guess from matching values.
 */
export interface OwnerMark {
  readonly workspace: string;
  readonly connector: string;
  /** objectGUID as text, lower case. */
  readonly anchor: string;
  /** Day (YYYY-MM-DD, UTC) on which the object left scope; set with the disable, cleared on return. */
  readonly leavingSince?: string;
}

/** The name of the extension property below its application: `extension_<appId>_lockstepOwner`. */
export const OWNER_MARK_NAME = 'lockstepOwner';

/** What the names of an application's directory extensions begin with. */
export function extensionPrefix(applicationId: string): string {
  return `extension_${applicationId.replaceAll('-', '').toLowerCase()}_`;
}

const MARK = /^v1;([^;]+);([^;]+);([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12});(\d{4}-\d{2}-\d{2})?$/;

/** `v1;workspace;connector;anchor;leavingSince`: at most 256 characters, since names are at most 64. */
export function formatMark(mark: OwnerMark): string {
  return `v1;${mark.workspace};${mark.connector};${mark.anchor};${mark.leavingSince ?? ''}`;
}

/** The mark in a text, or undefined when the text is no mark of a version we know. */
export function parseMark(text: string): OwnerMark | undefined {
  const match = MARK.exec(text);
  if (match === null) return undefined;
  const [, workspace = '', connector = '', anchor = '', leavingSince] = match;
  if (leavingSince === undefined) return { workspace, connector, anchor };
  return isDay(leavingSince) ? { workspace, connector, anchor, leavingSince } : undefined;
}

/** A day of the calendar: 2026-02-30 is none. */
function isDay(text: string): boolean {
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

/** Is a text the mark of the object `connector/objectGUID` of a workspace, whatever else it says? */
export function isMarkOf(text: string, key: string, workspace: string): boolean {
  const mark = parseMark(text);
  return mark?.workspace === workspace && `${mark.connector}/${mark.anchor}` === key;
}

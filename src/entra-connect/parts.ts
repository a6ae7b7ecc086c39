import { lineOf } from '../kernel/position.ts';
import type { SourceRange } from '../kernel/position.ts';
import type { ExportedAttribute, ExportedConnector, ExportedRule } from './server-export.ts';

/** What files of an export hold, before it is put in order; readers of each form add to it. */
export interface Parts {
  readonly connectors: ExportedConnector[];
  readonly rules: ExportedRule[];
  readonly settings: Map<string, string>;
  /** `file:line` of each of them. */
  readonly settingPlaces: Map<string, string>;
  readonly metaverse: Map<string, ExportedAttribute>;
  /** Ids of connectors that scripts name: no script describes one. */
  readonly namedByScripts: Set<string>;
  /** Paths of policies of the wizard that describe a server. */
  readonly policies: string[];
}

export function noParts(): Parts {
  return {
    connectors: [],
    rules: [],
    settings: new Map(),
    settingPlaces: new Map(),
    metaverse: new Map(),
    namedByScripts: new Set(),
    policies: [],
  };
}

/** A global setting, by the name that the server gives it. */
export function addSetting({ settings, settingPlaces }: Parts, name: string, text: string, range: SourceRange): void {
  settings.set(name, text);
  settingPlaces.set(name, lineOf(range));
}

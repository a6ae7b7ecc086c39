/**
 * What becomes of a part of another sync engine's configuration:
 * `same`: it does what it did; `renamed`: the same under other names; `notWritable`: no application can do it through
 * Microsoft Graph, or Lockstep never does; `decision`: somebody has to look at it.
 */
export type Carried = 'same' | 'renamed' | 'notWritable' | 'decision';

/** The gravest last. */
export const carriedKinds: readonly Carried[] = ['same', 'renamed', 'notWritable', 'decision'];

export interface MigratedFlow {
  /** As the other engine names it. */
  readonly target: string;
  readonly carried: Carried;
  /** A sentence, or empty where there is nothing to say. */
  readonly reason: string;
}

export interface MigratedRule {
  readonly name: string;
  /** Of the other engine, as it is named there. */
  readonly connector: string;
  readonly direction: 'inbound' | 'outbound';
  /** It came with the engine, nobody wrote it. */
  readonly standard: boolean;
  readonly carried: Carried;
  readonly reason: string;
  /** What to do, where something is. */
  readonly advice?: string;
  /** File in the new workspace. */
  readonly file?: string;
  /** `file:line` of the export. */
  readonly origin: string;
  readonly flows: readonly MigratedFlow[];
}

/** A global setting, a connector or a container. */
export interface MigratedSetting {
  readonly name: string;
  readonly value: string;
  readonly carried: Carried;
  readonly reason: string;
  readonly advice?: string;
}

/** What an import made of the configuration of another sync engine. */
export interface Migration {
  readonly rules: readonly MigratedRule[];
  readonly settings: readonly MigratedSetting[];
  /** Texts of the new workspace by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** The gravest of several. */
export function gravest(kinds: readonly Carried[]): Carried {
  return carriedKinds.findLast((kind) => kinds.includes(kind)) ?? 'same';
}

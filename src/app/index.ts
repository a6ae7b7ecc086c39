import type { Plan } from '../model/plan.ts';
import type {
  ApplyOptions,
  ApplyResult,
  PlanOptions,
  PlanResult,
  ValidateResult,
  WorkspaceOptions,
  World,
} from './contract.ts';

/** Typed placeholder: the command line compiles against these signatures until the use cases are here. */
export interface InitResult {
  /** Relative to the current directory. */
  readonly directory: string;
  readonly files: readonly string[];
}

export interface SandboxOptions {
  readonly port?: number;
  readonly state?: string;
  readonly seed?: string;
  /** Called once it listens, with lines for people: addresses, tenant id, certificate. */
  readonly onReady: (lines: readonly string[]) => void;
}

function missing(what: string): never {
  throw new Error(`${what} is not built yet`);
}

export function validate(_world: World, _options: WorkspaceOptions): Promise<ValidateResult> {
  return missing('validate');
}

export function plan(_world: World, _options: PlanOptions): Promise<PlanResult> {
  return missing('plan');
}

export function apply(_world: World, _options: ApplyOptions): Promise<ApplyResult> {
  return missing('apply');
}

export function readPlanFile(_world: World, _path: string): Promise<Plan> {
  return missing('readPlanFile');
}

export function writePlanFile(_world: World, _path: string, _plan: Plan): Promise<void> {
  return missing('writePlanFile');
}

export function init(_world: World, _options: { readonly directory: string }): Promise<InitResult> {
  return missing('init');
}

/** Resolves when the world's signal is aborted and the tenant has stopped. */
export function serveSandbox(_world: World, _options: SandboxOptions): Promise<void> {
  return missing('serveSandbox');
}

export { findWorkspace } from './find-workspace.ts';
export { loadTexts, loadWorkspace } from './load-workspace.ts';
export { gitHubWorkflows, scaffold } from './scaffold.ts';
export type { LoadedWorkspace } from './load-workspace.ts';
export type { WorkspaceEnvironment } from './context.ts';

import type { ImportRequest } from '../model/source.ts';
import type { ImportedSource } from '../model/space.ts';
import type { World } from './contract.ts';
import { importSources } from './sources.ts';
import type { Workspace } from './workspace.ts';

/** Gives the sources with these attributes of a type read, beside what rules want. Read again only when it must be. */
export type WiderImport = (type: string, attributes: readonly string[]) => Promise<readonly ImportedSource[]>;

export function widerImport(world: World, workspace: Workspace): WiderImport {
  let requests = workspace.requests;
  let imported: Promise<readonly ImportedSource[]> | undefined;
  return (type, attributes) => {
    const wider = new Map([...requests].map(([name, request]) => [name, widened(request, type, attributes)]));
    const grown = [...wider].some(
      ([name, { attributes: all }]) => all.get(type)?.length !== requests.get(name)?.attributes.get(type)?.length,
    );
    if (imported === undefined || grown) {
      requests = wider;
      imported = importSources({ ...workspace, requests }, world);
    }
    return imported;
  };
}

function widened(request: ImportRequest, type: string, more: readonly string[]): ImportRequest {
  const { attributes } = request;
  if (more.length === 0) return request;
  return {
    ...request,
    attributes: new Map(attributes).set(type, [...new Set([...(attributes.get(type) ?? []), ...more])]),
  };
}

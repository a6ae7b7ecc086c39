import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { directorySchema } from '../../src/connectors/directory-schema.ts';
import { entraSchema } from '../../src/connectors/entra/capabilities.ts';
import type { Diagnostic } from '../../src/kernel/diagnostic.ts';
import { positionAt } from '../../src/kernel/position.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { loadWorkspace } from '../../src/rules/index.ts';
import type { LoadedWorkspace, WorkspaceEnvironment } from '../../src/rules/index.ts';

export const repository = new URL('../../', import.meta.url).pathname;

export const environment: WorkspaceEnvironment = {
  schemaOf: (kind) => (kind === 'entra' ? entraSchema : directorySchema),
  packs: (name) => (name === 'lockstep/default@1' ? join(repository, 'config/packs/default') : undefined),
};

/** A topology with two directories and nothing else. */
export const topology = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors:
    - { name: corp, type: ldif, path: ./corp.ldif, partitions: ["DC=corp,DC=contoso,DC=com"] }
    - { name: lab, type: ldif, path: ./lab.ldif }
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
`;

/** A rule with what a case is about as its spec. */
export function rule(name: string, spec: string): string {
  const body = spec.replace(/^\n/, '').replace(/^/gm, '  ');
  return `apiVersion: lockstep/v1alpha1\nkind: SyncRule\nmetadata: { name: ${name} }\nspec:\n${body}`;
}

export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-rules-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function load(files: Readonly<Record<string, string | Uint8Array>>): Promise<LoadedWorkspace> {
  return withFolder(files, (folder) => loadWorkspace(folder, environment));
}

/** The rule set of a workspace that must be sound. */
export async function compiled(files: Readonly<Record<string, string>>): Promise<RuleSet> {
  const { ruleSet, diagnostics } = await load({ 'lockstep.yaml': topology, ...files });
  if (ruleSet === undefined) throw new Error(diagnostics.map((one) => `${placed(one)} ${one.detail}`).join('\n'));
  return ruleSet;
}

/** `CODE path:line:column`. */
export function placed({ code, range, subject }: Diagnostic): string {
  if (range === undefined) return `${code} ${subject ?? ''}`.trim();
  const { line, column } = positionAt(range.source, range.start);
  return `${code} ${range.source.path}:${line}:${column}`;
}

const MARK = '¦';

/** A text without its marks, and the places where they stood, as `line:column`. */
export function marked(text: string): { readonly text: string; readonly places: readonly string[] } {
  const [first = '', ...rest] = text.split(MARK);
  let plain = first;
  const places = rest.map((part) => {
    const lines = plain.split('\n');
    plain += part;
    return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  });
  return { text: plain, places };
}

import type { JsonMember, JsonNode } from './json.ts';

/** Settings of the wizard that something here is made of, by the last part of the name that the server gives them. */
const KNOWN: ReadonlyMap<string, string> = new Map(
  [
    'Microsoft.SynchronizationOption.AnchorAttribute',
    'Microsoft.SynchronizationOption.UPNAttribute',
    'Microsoft.OptionalFeature.PasswordHashSync',
    'Microsoft.OptionalFeature.PasswordWriteback',
    'Microsoft.OptionalFeature.DeviceWriteBack',
    'Microsoft.OptionalFeature.GroupWriteBack',
    'Microsoft.OptionalFeature.UserWriteBack',
    'Microsoft.OptionalFeature.DeviceWriteUp',
    'Microsoft.OptionalFeature.HybridExchange',
    'Microsoft.OptionalFeature.DirectoryExtension',
    'Microsoft.OptionalFeature.GroupFiltering',
    'Microsoft.OptionalFeature.FilterAAD',
    'Microsoft.OptionalFeature.ExportDeletionThreshold',
    'Microsoft.OptionalFeature.ExportDeletionThresholdValue',
    'Microsoft.Synchronize.StagingMode',
  ].map((name) => [lastOf(name), name] as const),
);

interface FoundSetting {
  readonly text: string;
  readonly node: JsonNode;
}

export interface FoundSettings {
  /** By the name that the server gives them. */
  readonly settings: ReadonlyMap<string, FoundSetting>;
  /** Keys of what says something and is no such setting. */
  readonly others: readonly string[];
}

/**
 * Settings anywhere in a part of a policy, by their names alone: nothing describes where a build of the server keeps
 * them. They are members of an object, or objects with a name and a value.
 */
export function settingsIn({ key, value }: JsonMember): FoundSettings {
  const settings = new Map<string, FoundSetting>();
  const others = new Set<string>();
  collect(key, value, { settings, others });
  return { settings, others: [...others] };
}

interface Found {
  readonly settings: Map<string, FoundSetting>;
  readonly others: Set<string>;
}

function collect(key: string, node: JsonNode, found: Found): void {
  switch (node.kind) {
    case 'object': {
      const value = member(node, 'value');
      const name = member(node, 'name');
      if (name?.kind === 'text' && value !== undefined) collect(name.text, value, found);
      else for (const one of node.members) collect(one.key, one.value, found);
      return;
    }
    case 'list':
      for (const item of node.items) collect(key, item, found);
      return;
    case 'text':
    case 'word': {
      const name = KNOWN.get(lastOf(key));
      if (node.text === '' || node.text === 'null') return;
      if (name === undefined) found.others.add(key);
      else if (!found.settings.has(name)) found.settings.set(name, { text: spelled(node.text.trim()), node });
    }
  }
}

function member(node: Extract<JsonNode, { kind: 'object' }>, key: string): JsonNode | undefined {
  return node.members.find((one) => one.key.toLowerCase() === key)?.value;
}

/** The server writes True and False. */
function spelled(text: string): string {
  return /^(?:true|false)$/i.test(text) ? (text.toLowerCase() === 'true' ? 'True' : 'False') : text;
}

/** `Microsoft.Synchronize.StagingMode` is stagingmode. */
function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

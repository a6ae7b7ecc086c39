import type { Carried, MigratedSetting } from '../../model/migration.ts';
import type { ServerExport } from '../server-export.ts';
import type { UsedExtension } from './extensions.ts';
import { missingRules } from './standard-table.ts';
import { anchorOf, domainsOf, peopleOf } from './topology.ts';

type Verdict = readonly [carried: Carried, reason: string, advice?: string];

const OPTION = 'Microsoft.OptionalFeature.';

/** Features that matter only where they are on. */
const FEATURES: Readonly<Record<string, Verdict>> = {
  PasswordHashSync: [
    'notWritable',
    'Graph cannot write password hashes.',
    'Decide how people sign in: federation, or cloud passwords (signIn.newUsers of the topology).',
  ],
  PasswordWriteback: ['notWritable', 'Passwords are not written back: directories are only read.'],
  DeviceWriteBack: ['notWritable', 'Devices are not written back: directories are only read.'],
  GroupWriteBack: [
    'notWritable',
    'Groups are not written back: directories are only read.',
    'Cloud Sync can write groups back.',
  ],
  UserWriteBack: ['notWritable', 'Users are not written back: directories are only read.'],
  DeviceWriteUp: [
    'notWritable',
    'An application cannot create devices.',
    'Keep hybrid join with another engine, or join devices to the tenant.',
  ],
  HybridExchange: [
    'notWritable',
    'Nothing is written back to the directory for Exchange, and Graph cannot write its attributes.',
    'Keep Connect or Cloud Sync for people with a mailbox on-premises.',
  ],
  GroupFiltering: [
    'decision',
    'The server takes the members of one group only; a ScopingFilter has no such clause yet made.',
    'Write a memberOf clause into filters.yaml.',
  ],
  FilterAAD: [
    'decision',
    'The wizard left attributes or applications out.',
    'Look at which standard rules are disabled.',
  ],
};

/** What becomes of the global settings of the server, in the order in which they are told. */
export function settingsOf(
  server: ServerExport,
  tenantId: string | undefined,
  extensions: readonly UsedExtension[],
): readonly MigratedSetting[] {
  const { settings } = server;
  const told: MigratedSetting[] = [];
  const tell = (name: string, value: string, [carried, reason, advice]: Verdict): void => {
    told.push({ name, value, carried, reason, ...(advice === undefined ? {} : { advice }) });
  };
  tell('tenant', tenantId ?? '', tenantId === undefined ? NO_TENANT : ['same', 'It was given with --tenant-id.']);
  tell('app registration', '', [
    'decision',
    'An export names none.',
    'Write its id into tenant.auth and ownerMark of lockstep.yaml.',
  ]);
  for (const connector of server.connectors) {
    if (connector.kind !== 'activeDirectory') continue;
    if (!connector.isDescribed) {
      tell(`connector ${connector.id === '' ? connector.name : connector.id}`, connector.name, NO_DOMAIN);
      continue;
    }
    const domains = domainsOf(connector).join(', ');
    const advice = 'Write the account that reads the directory and its servers into lockstep.yaml.';
    tell(`connector ${connector.name}`, domains, [
      'decision',
      'Accounts and servers are not taken from an export.',
      advice,
    ]);
  }
  const anchor = settings.get('Microsoft.SynchronizationOption.AnchorAttribute') ?? '';
  tell(
    'source anchor',
    anchor,
    anchorOf(server) === undefined ? NO_ANCHOR : ['same', 'Groups are always known by objectGUID.'],
  );
  const people = peopleOf(server);
  tell(
    'matching of people',
    people === undefined ? '' : typeof people === 'string' ? people : JSON.stringify(people),
    people === undefined ? NO_MATCHING : ['same', 'As the standard rule joins people.'],
  );
  const upn = settings.get('Microsoft.SynchronizationOption.UPNAttribute') ?? 'userPrincipalName';
  if (upn !== 'userPrincipalName')
    tell('sign-in name', upn, [
      'decision',
      'People sign in with another attribute.',
      'Compare the flows of userPrincipalName.',
    ]);
  const listed = server.rules.filter(({ isDescribed }) => !isDescribed);
  if (listed.length > 0) tell('standard rules', `${listed.length} listed`, ONLY_LISTED);
  for (const { name, connector, pack } of missingRules(server)) tell(name, `not on ${connector}`, missingVerdict(pack));
  for (const [feature, verdict] of Object.entries(FEATURES)) {
    if (isOn(settings, feature)) tell(feature, 'True', verdict);
  }
  if (isOn(settings, 'DirectoryExtension')) tell('DirectoryExtension', 'True', extensionsVerdict(extensions));
  if (settings.get('Microsoft.Synchronize.StagingMode')?.toLowerCase() === 'true') {
    tell('StagingMode', 'True', ['same', 'The server writes nothing; plan is what staging was for.']);
  }
  const threshold = settings.get(`${OPTION}ExportDeletionThresholdValue`);
  if (threshold !== undefined && settings.get(`${OPTION}ExportDeletionThreshold`)?.toLowerCase() === 'true') {
    tell('deletion threshold', threshold, thresholdVerdict(threshold));
  }
  return told;
}

const NO_TENANT: Verdict = [
  'decision',
  'An export does not say which tenant it is of.',
  'Give --tenant-id, or write it into lockstep.yaml.',
];
const NO_DOMAIN: Verdict = [
  'decision',
  'Scripts name a connector by its identifier and say nothing of it; its domain here is made up and never answers.',
  'Get-ADSyncConnector tells on the server which directory it is: write its domains and servers into lockstep.yaml.',
];
const ONLY_LISTED: Verdict = [
  'decision',
  'A policy lists standard rules and holds none of their flows: they were not compared with the pack, and one that was changed looks like any other.',
  'Where they may have been changed, import the folder of Get-ADSyncServerConfiguration.',
];

function missingVerdict(pack: readonly string[]): Verdict {
  const names = pack.join(' and ');
  return [
    'decision',
    `The export lacks this standard rule: somebody deleted it, or not every rule was exported. ${names} of the pack does its work here, for everybody it is for.`,
    `Export again when rules are missing; where it was deleted, write ${names} into disable of lockstep.yaml, or narrow it.`,
  ];
}

const NO_EXTENSIONS: Verdict = [
  'decision',
  'Directory extensions were chosen in the wizard, and no rule that could be carried over writes one.',
  'Declare those that the tenant holds under directoryExtensions in lockstep.yaml, and write rules for them.',
];

function extensionsVerdict(extensions: readonly UsedExtension[]): Verdict {
  if (extensions.length === 0) return NO_EXTENSIONS;
  const names = extensions.map(({ name }) => name).join(', ');
  return [
    'same',
    `Rules write ${names}; directoryExtensions of lockstep.yaml declares them, of the application that Connect wrote them with.`,
    'See in the first plan that none is to be defined anew: then the values of Connect are found again.',
  ];
}

const NO_ANCHOR: Verdict = [
  'decision',
  'Lockstep knows people by objectGUID or by mS-DS-ConsistencyGuid.',
  'Before the first plan make sure that anchors are those that the tenant holds; else everybody looks new.',
];
const NO_MATCHING: Verdict = [
  'decision',
  'How people of several directories are matched cannot be told from the standard rule.',
  'Choose matching.people in lockstep.yaml.',
];

function thresholdVerdict(value: string): Verdict {
  return [
    'decision',
    'A policy limits every kind of change; the built-in limits hold now.',
    `For the same limit write a Policy with limits: [{ operation: delete, count: ${/^\d{1,9}$/.test(value) ? value : '500'} }].`,
  ];
}

function isOn(settings: ServerExport['settings'], feature: string): boolean {
  return settings.get(OPTION + feature)?.toLowerCase() === 'true';
}

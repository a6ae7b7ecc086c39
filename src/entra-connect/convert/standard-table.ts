import type { ServerExport } from '../server-export.ts';

/** What stands here for a rule that comes with Connect. */
export interface Standing {
  /** Rules of the pack that do its work. */
  readonly pack: readonly string[];
  /** Why there is none, or what else is to be known. */
  readonly reason: string;
}

const PACK = 'lockstep/default@1:';

function by(...names: readonly string[]): Standing {
  const all = names.map((name) => PACK + name);
  return { pack: all, reason: `done by ${names.join(' and ')} of the pack` };
}

function none(reason: string): Standing {
  return { pack: [], reason };
}

const EXCHANGE = none(
  'it carries what Exchange and Skype need; what Graph can write of it comes with the rules of the pack',
);

/** By tag, without Microsoft, revision and case (learn.microsoft.com: "Understanding the default configuration"). */
const STANDING: Readonly<Record<string, Standing>> = {
  infromaduserjoin: by('user-join', 'user-filter'),
  infromadinetorgpersonjoin: by('user-join', 'user-filter'),
  infromaduseraccountenabled: by('user-account-enabled'),
  infromadinetorgpersonaccountenabled: by('user-account-enabled'),
  infromadusercommonfromexchange: by('user-common-from-exchange'),
  infromadinetorgpersoncommonfromexchange: by('user-common-from-exchange'),
  infromadusercommon: by('user-common', 'user-anchor'),
  infromadinetorgpersoncommon: by('user-common', 'user-anchor'),
  infromaduserexchange: EXCHANGE,
  infromadinetorgpersonexchange: EXCHANGE,
  infromaduserlync: EXCHANGE,
  infromadinetorgpersonlync: EXCHANGE,
  infromadgroupjoin: by('group-join'),
  infromadgroupcommon: by('group-common'),
  infromadgroupexchange: EXCHANGE,
  infromadcontactjoin: by('contact-join'),
  infromadcontactcommon: by('contact-common'),
  infromadcontactlync: EXCHANGE,
  infromadforeignsecurityprincipaljoinuser: by('foreign-security-principal'),
  infromadcomputerjoin: by('computer-join'),
  outtoaaduserjoin: by('person-to-entra-user'),
  outtoaadgroupjoin: by('group-to-entra-group'),
};

/** Standard rules are known by their tag; its last part is a revision. */
export function standingOf(tag: string): Standing | undefined {
  return STANDING[stemOf(tag)];
}

/** `infromaduserjoin` of `Microsoft.InfromADUserJoin.004`. */
export function stemOf(tag: string): string {
  return tag
    .replace(/^microsoft\./i, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase();
}

/** Those that decide who is in the tenant, by direction. */
const DECIDING = {
  inbound: { infromaduserjoin: 'In from AD - User Join', infromadgroupjoin: 'In from AD - Group Join' },
  outbound: { outtoaaduserjoin: 'Out to AAD - User Join', outtoaadgroupjoin: 'Out to AAD - Group Join' },
} as const;

export interface MissingRule {
  readonly name: string;
  readonly connector: string;
  readonly pack: readonly string[];
}

/**
 * Standard rules that decide who is in the tenant and that a connector lacks although it has others: somebody deleted
 * them, or the export is not whole. Scripts of single rules have none at all, which says nothing.
 */
export function missingRules({ connectors, rules }: ServerExport): readonly MissingRule[] {
  return connectors.flatMap(({ id, name: connector, kind }) => {
    const direction = kind === 'entra' ? 'outbound' : 'inbound';
    const tags = rules
      .filter((rule) => rule.connector === id && rule.direction === direction)
      .flatMap(({ tag }) => tag ?? []);
    const stems = new Set(tags.map(stemOf));
    if (kind === 'other' || stems.size === 0) return [];
    return Object.entries(DECIDING[direction])
      .filter(([stem]) => !stems.has(stem))
      .map(([stem, name]) => ({ name, connector, pack: STANDING[stem]?.pack ?? [] }));
  });
}

/** Rules for inetOrgPerson are twins of those for user: the pack has one rule for both. */
export function isTwin(stem: string): boolean {
  return stem.includes('inetorgperson');
}

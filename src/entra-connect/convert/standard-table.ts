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

/** Rules for inetOrgPerson are twins of those for user: the pack has one rule for both. */
export function isTwin(stem: string): boolean {
  return stem.includes('inetorgperson');
}

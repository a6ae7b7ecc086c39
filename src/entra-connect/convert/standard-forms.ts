import type { LinkType } from '../../model/rule-set.ts';
import { stemOf } from './standard-table.ts';

/** How a standard rule chooses and links its objects while nobody changed it. */
export interface StandardForm {
  readonly link: LinkType;
  /** Groups of clauses; those that only some versions have are optional. */
  readonly scope: readonly (readonly FormClause[])[];
  /** Pairs `connector>metaverse` of each group; undefined for rules that match people as the wizard was told. */
  readonly join: readonly string[] | undefined;
}

export interface FormClause {
  /** As clauseText writes it. */
  readonly text: string;
  readonly optional: boolean;
}

type Row = readonly [link: LinkType, scope: string, join?: string];

const USER = 'isCriticalSystemObject notEqual TRUE & adminDescription notStartsWith User_';
const NOT_WRITTEN_BACK = 'adminDescription notStartsWith User_';
const NOT_WRITTEN_BACK_TWIN = `?${NOT_WRITTEN_BACK}`;
const GROUP = 'isCriticalSystemObject notEqual True & adminDescription notStartsWith Group_';
const PERSON_OUT = 'sourceObjectType equal User & ?cloudMastered notEqual True';
const CONTACT_OUT = 'sourceObjectType equal Contact & ?cloudMastered notEqual True';
const GROUP_OUT = '?sourceAnchor isNotNull & cloudMastered notEqual True';
const CARRIED_GROUP = 'cloudFiltered notEqual True & sourceAnchor isNotNull & ?cloudMastered notEqual True';
const ANCHOR = 'sourceAnchor>sourceAnchor';
const PEOPLE = 'people';

/** Groups up to the limit of members, which grew with the service, and those that are carried already. */
function groupsUpTo(limit: string): string {
  return ['securityEnabled', 'mailEnabled']
    .flatMap((kind) => ['cloudAnchor isNotNull', `memberCount lessThan ${limit}`].map((size) => [kind, size]))
    .map(([kind, size]) => `${CARRIED_GROUP} & ${kind} equal True & ${size}`)
    .join(' | ');
}

/** Several rows are forms of several versions (learn.microsoft.com: "Understanding the default configuration"). */
const FORMS: Readonly<Record<string, readonly Row[]>> = {
  infromaduserjoin: [['provision', USER, PEOPLE]],
  infromadinetorgpersonjoin: [
    ['provision', 'isCriticalSystemObject notEqual TRUE & ?adminDescription notStartsWith User_', PEOPLE],
  ],
  infromaduseraccountenabled: [['join', `userAccountControl bitNotSet 2 & ${NOT_WRITTEN_BACK_TWIN}`]],
  infromadinetorgpersonaccountenabled: [['join', `userAccountControl bitNotSet 2 & ${NOT_WRITTEN_BACK_TWIN}`]],
  infromadusercommonfromexchange: [['join', `mailNickname isNotNull & ${NOT_WRITTEN_BACK}`]],
  infromadinetorgpersoncommonfromexchange: [['join', `mailNickname isNotNull & ${NOT_WRITTEN_BACK_TWIN}`]],
  infromadusercommon: [['join', NOT_WRITTEN_BACK]],
  infromadinetorgpersoncommon: [['join', NOT_WRITTEN_BACK_TWIN]],
  infromaduserexchange: [['join', `mailNickname isNotNull & ${NOT_WRITTEN_BACK_TWIN}`]],
  infromadinetorgpersonexchange: [['join', `mailNickname isNotNull & ${NOT_WRITTEN_BACK_TWIN}`]],
  infromaduserlync: [['join', NOT_WRITTEN_BACK_TWIN]],
  infromadinetorgpersonlync: [['join', NOT_WRITTEN_BACK_TWIN]],
  infromadgroupjoin: [['provision', GROUP, 'objectGUID>sourceAnchorBinary']],
  infromadgroupexchange: [['join', GROUP]],
  infromadgroupcommon: [['join', GROUP]],
  infromadcontactjoin: [['provision', '', 'mail>mail']],
  infromadcontactcommon: [['join', '']],
  infromadcontactlync: [['join', '']],
  infromadforeignsecurityprincipaljoinuser: [['join', '', 'cn>objectSidString']],
  infromadcomputerjoin: [['provision', '', 'objectGUID>deviceId']],
  infromaddevicecommon: [['join', 'objectGUID isNotNull & msDS-CloudAnchor isNotNull', 'msDS-DeviceID>deviceId']],
  infromaaduserjoin: [['join', 'cloudMastered equal False', ANCHOR]],
  infromaadcontactjoin: [['join', '', ANCHOR]],
  infromaadgroupjoin: [['join', 'cloudMastered notEqual True', ANCHOR]],
  infromaaduserngckey: [['join', '']],
  infromaadcontactexchangehybrid: [['join', '']],
  infromaadgroupexchangehybrid: [['join', '']],
  infromaaduserexchangehybrid: [['join', '']],
  outtoaaduserjoin: [
    [
      'provision',
      `${PERSON_OUT} & cloudFiltered notEqual True & sourceAnchor isNotNull & accountEnabled isNotNull`,
      ANCHOR,
    ],
  ],
  outtoaaduseridentity: [['join', PERSON_OUT]],
  outtoaaduserexchangeonline: [['join', PERSON_OUT]],
  outtoaaduserdynamicscrm: [['join', PERSON_OUT]],
  outtoaaduserintune: [['join', PERSON_OUT]],
  outtoaaduserlynconline: [['join', PERSON_OUT]],
  outtoaadusersharepointonline: [['join', PERSON_OUT]],
  outtoaaduserazurerms: [['join', PERSON_OUT]],
  outtoaaduserofficeproplus: [['join', PERSON_OUT]],
  outtoaadcontactjoin: [['provision', `${CONTACT_OUT} & cloudFiltered notEqual True & mailEnabled equal True`, ANCHOR]],
  outtoaadcontactidentity: [['join', CONTACT_OUT]],
  outtoaadcontactexchangeonline: [['join', CONTACT_OUT]],
  outtoaadcontactdynamicscrm: [['join', CONTACT_OUT]],
  outtoaadcontactintune: [['join', CONTACT_OUT]],
  outtoaadcontactlynconline: [['join', CONTACT_OUT]],
  outtoaadcontactsharepointonline: [['join', CONTACT_OUT]],
  outtoaadcontactazurerms: [['join', CONTACT_OUT]],
  outtoaadgroupjoin: ['50000', '250000', '250001'].map((limit) => ['provision', groupsUpTo(limit), ANCHOR]),
  outtoaadgroupidentity: [
    ['join', GROUP_OUT, ANCHOR],
    ['join', GROUP_OUT],
  ],
  outtoaadgroupexchangeonline: [
    ['join', GROUP_OUT, ANCHOR],
    ['join', GROUP_OUT],
  ],
  outtoaadgroupdynamicscrm: [
    ['join', GROUP_OUT, ANCHOR],
    ['join', GROUP_OUT],
  ],
  outtoaadgroupintune: [
    ['join', GROUP_OUT, ANCHOR],
    ['join', GROUP_OUT],
  ],
  outtoaadgrouplynconline: [
    ['join', GROUP_OUT, ANCHOR],
    ['join', GROUP_OUT],
  ],
  outtoaadgroupsharepointonline: [
    ['join', GROUP_OUT, ANCHOR],
    ['join', GROUP_OUT],
  ],
  outtoaadgroupazurerms: [['join', GROUP_OUT]],
  outtoaadjoinsoainad: [
    [
      'provision',
      'cloudCreated equal false & userCertificate isNotNull & cloudFiltered notEqual true',
      'deviceId>deviceId',
    ],
  ],
  outtoadcontactjoin: [['join', '', 'mail>mail']],
  outtoadgroupjoin: [['join', 'cloudMastered notEqual True', 'objectGUID>sourceAnchorBinary']],
  outtoadinetorgpersonjoin: [['join', '', PEOPLE]],
  outtoaduserjoinsoainad: [['join', 'cloudMastered equal False', PEOPLE]],
  outtoadcontactexchangehybrid: [['join', '']],
  outtoadgroupexchangehybrid: [['join', 'cloudMastered notEqual True']],
  outtoadinetorgpersonexchangehybrid: [['join', '?contributingConnectorExchange equal %Connector.ID%']],
  outtoaduserexchangehybrid: [['join', '?contributingConnectorExchange equal %Connector.ID%']],
};

/** The forms that a standard rule is known to have; none when the rule is not known. */
export function formsOf(tag: string): readonly StandardForm[] {
  return (FORMS[stemOf(tag)] ?? []).map(([link, scope, join]) => ({
    link,
    scope: scope === '' ? [] : scope.split(' | ').map((group) => group.split(' & ').map(clauseOf)),
    join: join === PEOPLE ? undefined : join === undefined ? [] : [join],
  }));
}

function clauseOf(text: string): FormClause {
  return text.startsWith('?') ? { text: text.slice(1), optional: true } : { text, optional: false };
}

/** The documented order of inbound rules; each stands before those behind it, for one kind of object. */
export const STANDARD_ORDER: readonly (readonly string[])[] = [
  ['join', 'accountenabled', 'commonfromexchange', 'common', 'exchange', 'lync'].map((part) => `infromaduser${part}`),
  ['join', 'accountenabled', 'commonfromexchange', 'common', 'exchange', 'lync'].map(
    (part) => `infromadinetorgperson${part}`,
  ),
];

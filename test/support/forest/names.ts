// Word lists. A name is written as it is spelled, and as the ASCII letters that its account name is made of.

export type Word = readonly [spelled: string, ascii: string];

export interface NameSet {
  readonly given: readonly Word[];
  readonly family: readonly Word[];
  /** Whether the family name is written first. */
  readonly familyFirst: boolean;
}

const plain = (words: string): Word[] => words.split(' ').map((word) => [word, word.toLowerCase()]);
const pairs = (words: string): Word[] =>
  words.split(' ').map((word) => {
    const [spelled, ascii] = word.split('/');
    return [spelled!, ascii!];
  });

const latin: NameSet = {
  familyFirst: false,
  given: [
    ...plain(
      'Ada Grace Linus Alan Edsger Barbara Donald Margaret Dennis Frances Ken Radia Tim Karen Brian Hedy John Mary Niklaus Adele ' +
        'Bjarne Sophie Leslie Evelyn Tony Joan Peter Anita Robin Jean Claude Shafi Whitfield Lynn Ralph Martin Silvio Manuel Judea Dana ' +
        'Michael Ivan Fernando Butler Herbert Allen Marvin Ole Kristen Richard Stephen Juris Edward Raj Douglas Amir James Vinton Emma Olivia',
    ),
    ...pairs(
      'Zoë/zoe René/rene José/jose Søren/soeren Åse/aase Jürgen/juergen Łukasz/lukasz Chloé/chloe Øystein/oystein Žofia/zofia ' +
        'Íris/iris Gökçe/gokce Ñusta/nusta Ağa/aga Jean-Luc/jean-luc Anne-Marie/anne-marie',
    ),
  ],
  family: [
    ...plain(
      'Byron Hopper Orr Turing Dijkstra Liskov Knuth Hamilton Ritchie Allen Thompson Perlman Berners Jones Kernighan Lamarr Backus Keller ' +
        'Wirth Goldberg Stroustrup Wilson Lamport Boyd Hoare Clarke Naur Borg Milner Bartik Shannon Goldwasser Diffie Conway Merkle Hellman ' +
        'Micali Blum Pearl Scott Rabin Sutherland Corbato Lampson Simon Newell Minsky Dahl Nygaard Karp Cook Hartmanis Feigenbaum Reddy ' +
        'Engelbart Pnueli Gray Cerf Hill Woods Marsh Stone Rivers Brook Field Grove Heath Lake Moss North Frost Winter Summer Spring Snow ' +
        'Baker Cooper Fisher Gardner Hunter Mason Miller Potter Sawyer Taylor Turner Weaver',
    ),
    ...pairs(
      "O'Brien/o'brien O'Neil/o'neil D'Angelo/d'angelo Müller/mueller Groß/gross Núñez/nunez Åström/astrom Søndergård/sondergard " +
        'Łukasiewicz/lukasiewicz Dvořák/dvorak Çelik/celik Þórsson/thorsson Ibáñez/ibanez Lefèvre/lefevre Kovačević/kovacevic Ștefan/stefan',
    ),
  ],
};

const han: NameSet = {
  familyFirst: true,
  given: pairs(
    '太郎/taro 花子/hanako 健一/kenichi 美咲/misaki 翔/sho 小龙/xiaolong 伟/wei 芳/fang 静/jing 𠮷男/yoshio',
  ),
  family: pairs('山田/yamada 佐藤/sato 鈴木/suzuki 髙橋/takahashi 王/wang 李/li 陳/chen 劉/liu'),
};

const hangul: NameSet = {
  familyFirst: true,
  given: pairs('민준/minjun 서연/seoyeon 지호/jiho 하은/haeun 도윤/doyun 수아/sua'),
  family: pairs('김/kim 이/yi 박/park 최/choi 정/jeong'),
};

const arabic: NameSet = {
  familyFirst: false,
  given: pairs('نور/nur ليلى/layla يوسف/yusuf مريم/maryam عمر/omar سلمى/salma'),
  family: pairs('الحسن/alhasan حداد/haddad منصور/mansour خوري/khoury'),
};

const hebrew: NameSet = {
  familyFirst: false,
  given: pairs('נועה/noa אורי/uri תמר/tamar איתן/eitan'),
  family: pairs('כהן/cohen לוי/levi מזרחי/mizrahi פרץ/peretz'),
};

const cyrillic: NameSet = {
  familyFirst: false,
  given: pairs('Ольга/olga Иван/ivan Наталія/nataliia Софія/sofiia Пётр/pyotr Јелена/jelena'),
  family: pairs('Шевченко/shevchenko Петров/petrov Ковальчук/kovalchuk Јовановић/jovanovic'),
};

/** Most people have a Latin name; every twelfth has one of another script. */
export const nameSets = { latin, others: [han, arabic, cyrillic, hangul, hebrew] } as const;

export const departments = [
  'Sales',
  'Finance',
  'R&D',
  'Legal',
  'People',
  'Operations',
  'IT',
  'Marketing',
  'Café & Küche',
  '研究開発',
];

export const ranks = ['Junior', 'Senior', 'Lead', 'Principal', 'Deputy', 'Acting'];

export const professions = [
  'Engineer',
  'Analyst',
  'Accountant',
  'Consultant',
  'Designer',
  'Clerk',
  'Architect',
  'Planner',
  'Buyer',
  'Counsel',
];

export interface Place {
  readonly office: string;
  readonly city: string;
  readonly state?: string;
  readonly country: string;
  readonly code: string;
  readonly postalCode: string;
  readonly street: string;
  readonly dial: string;
}

export const places: readonly Place[] = [
  {
    office: 'Oslo HQ',
    city: 'Oslo',
    country: 'Norway',
    code: 'NO',
    postalCode: '0155',
    street: 'Rådhusgata 4',
    dial: '+47 22',
  },
  {
    office: 'Redmond 3',
    city: 'Redmond',
    state: 'WA',
    country: 'United States',
    code: 'US',
    postalCode: '98052',
    street: '1 Contoso Way',
    dial: '+1 425',
  },
  {
    office: 'München Süd',
    city: 'München',
    state: 'Bayern',
    country: 'Germany',
    code: 'DE',
    postalCode: '80331',
    street: 'Müllerstraße 27',
    dial: '+49 89',
  },
  {
    office: '東京 12F',
    city: '東京',
    country: 'Japan',
    code: 'JP',
    postalCode: '100-0001',
    street: '千代田1-1',
    dial: '+81 3',
  },
  {
    office: 'São Paulo',
    city: 'São Paulo',
    state: 'SP',
    country: 'Brazil',
    code: 'BR',
    postalCode: '01310-100',
    street: 'Av. Paulista 1000',
    dial: '+55 11',
  },
  {
    office: 'Dublin Docks',
    city: 'Dublin',
    country: 'Ireland',
    code: 'IE',
    postalCode: 'D02 X285',
    street: "2 Sir John Rogerson's Quay",
    dial: '+353 1',
  },
];

export const topics = [
  'Budget',
  'Payroll',
  'Build',
  'Release',
  'Audit',
  'Travel',
  'Welcome',
  'Archive',
  'Security',
  'Printing',
  'Canteen',
  'Apollo',
];

export const audiences = ['Readers', 'Editors', 'Owners', 'Team', 'Reviewers', 'Approvers'];

import { codes } from '../../kernel/codes/index.ts';
import type { Code } from '../../kernel/codes/index.ts';
import type { Pseudonyms } from './pseudonyms.ts';

type GuardCode = Extract<Code, `SAFE${string}`>;

/** What the details of a finding are about. */
type About = 'counts' | 'names';

/** Every finding there is: those that may name an object are withheld, and a new one has to say which it is. */
const ABOUT: Readonly<Record<GuardCode, About>> = {
  SAFE001: 'counts',
  SAFE002: 'counts',
  SAFE003: 'counts',
  SAFE004: 'counts',
  SAFE005: 'counts',
  SAFE006: 'counts',
  SAFE007: 'counts',
  SAFE008: 'counts',
  SAFE009: 'names',
  SAFE010: 'counts',
  SAFE011: 'counts',
  SAFE012: 'names',
  SAFE013: 'counts',
  SAFE020: 'counts',
  SAFE021: 'counts',
  SAFE022: 'counts',
  SAFE023: 'counts',
  SAFE024: 'counts',
  SAFE030: 'counts',
  SAFE031: 'counts',
  SAFE032: 'counts',
  SAFE033: 'counts',
  SAFE034: 'counts',
  SAFE035: 'counts',
  SAFE036: 'counts',
  SAFE040: 'counts',
  SAFE041: 'counts',
  SAFE042: 'counts',
  SAFE043: 'counts',
  SAFE044: 'counts',
  SAFE045: 'names',
  SAFE046: 'names',
  SAFE047: 'names',
};

/** Details of a finding as they may be shown; of a code that is not known here, nothing. */
export function findingDetail(detail: string, hide: Pseudonyms, { code }: { readonly code: string }): string {
  return Object.hasOwn(ABOUT, code) && ABOUT[code as GuardCode] === 'counts' ? detail : named(detail, hide, code);
}

function named(detail: string, hide: Pseudonyms, code: string): string {
  const summary = Object.hasOwn(codes, code) ? `${codes[code as Code].summary}; ` : '';
  return detail === '' ? '' : `${summary}${hide.detail(detail)}`;
}

import { describe, expect, test } from 'vitest';
import { failureDiagnostic } from '../../../src/connectors/active-directory/errors.ts';
import { connectFailure, isLoss, permitsNext } from '../../../src/connectors/active-directory/failure.ts';
import type { Failure } from '../../../src/connectors/active-directory/failure.ts';

function withCode(code: string): Error {
  return Object.assign(new Error(`something with ${code}`), { code });
}

describe('an error of a connection that is being made', () => {
  test.each([
    ['ECONNREFUSED', 'SRC001'],
    ['EHOSTUNREACH', 'SRC001'],
    ['ENETUNREACH', 'SRC001'],
    ['ENOTFOUND', 'SRC001'],
    ['EAI_AGAIN', 'SRC001'],
    ['ECONNRESET', 'SRC001'],
    ['ETIMEDOUT', 'SRC001'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SRC003'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SRC003'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'SRC003'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SRC003'],
    ['CERT_HAS_EXPIRED', 'SRC003'],
    ['CERT_NOT_YET_VALID', 'SRC003'],
    ['CERT_SIGNATURE_FAILURE', 'SRC003'],
    ['INVALID_CA', 'SRC003'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'SRC004'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'SRC009'],
    ['EPROTO', 'SRC009'],
  ])('%s is %s and names the server', (code, expected) => {
    const found = failureDiagnostic('ldaps://dc1', connectFailure(withCode(code)));
    expect(found).toMatchObject({ code: expected, subject: 'ldaps://dc1' });
    expect(found.detail).toContain('ldaps://dc1');
  });

  test('an unknown name says that DNS does not know it', () => {
    expect(connectFailure(withCode('ENOTFOUND'))).toEqual({
      kind: 'unreachable',
      reason: 'the name is not known to DNS',
    });
  });

  test('an error without a code is told by its message', () => {
    expect(connectFailure(new Error('odd'))).toEqual({ kind: 'unreachable', reason: 'odd' });
  });
});

describe('what becomes of a failure', () => {
  const refused = (operation: 'bind' | 'search', code: number): Failure => ({
    kind: 'refused',
    operation,
    code,
    message: '',
  });
  const cases: readonly (readonly [Failure, code: string, next: boolean, loss: boolean])[] = [
    [{ kind: 'unreachable', reason: 'x' }, 'SRC001', true, true],
    [{ kind: 'timeout', waitingFor: 'answer', seconds: 1 }, 'SRC002', true, true],
    [{ kind: 'timeout', waitingFor: 'connection', seconds: 1 }, 'SRC002', true, true],
    [{ kind: 'broken', reason: 'x' }, 'SRC007', true, true],
    [{ kind: 'garbage', reason: 'x' }, 'SRC009', true, false],
    [{ kind: 'untrusted', reason: 'x' }, 'SRC003', true, false],
    [{ kind: 'otherName', reason: 'x' }, 'SRC004', true, false],
    [{ kind: 'notPinned', seen: 'sha256:x' }, 'SRC016', true, false],
    [{ kind: 'injected' }, 'SRC015', false, false],
    [{ kind: 'noTls', code: 2, message: '' }, 'SRC014', false, false],
    [{ kind: 'noTls', code: 51, message: '' }, 'SRC017', true, false],
    [{ kind: 'noTls', code: 52, message: '' }, 'SRC017', true, false],
    [refused('bind', 49), 'SRC005', false, false],
    [refused('bind', 8), 'SRC005', false, false],
    [refused('bind', 53), 'SRC005', false, false],
    [refused('bind', 51), 'SRC017', true, true],
    [refused('bind', 52), 'SRC017', true, true],
    [refused('search', 50), 'SRC012', true, false],
    [refused('search', 4), 'SRC008', true, false],
    [refused('search', 51), 'SRC017', true, true],
    [refused('search', 52), 'SRC017', true, true],
  ];
  test.each(cases)('%j is %s; the next server is asked: %s; in the middle it is a loss: %s', (failure, ...rest) => {
    const { code, subject } = failureDiagnostic('ldaps://dc1', failure);
    expect([code, permitsNext(failure), isLoss(failure)]).toEqual(rest);
    expect(subject).toBe('ldaps://dc1');
  });
});

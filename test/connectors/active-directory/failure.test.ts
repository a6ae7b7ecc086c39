import { describe, expect, test } from 'vitest';
import { failureDiagnostic } from '../../../src/connectors/active-directory/errors.ts';
import { connectFailure } from '../../../src/connectors/active-directory/failure.ts';

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

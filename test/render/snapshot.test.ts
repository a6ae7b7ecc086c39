import { expect, test } from 'vitest';
import { renderSnapshot, renderSnapshotJson } from '../../src/render/index.ts';
import { sourceSnapshot, tenantSnapshot } from './snapshots.ts';

test('a snapshot of a source', () => {
  expect(renderSnapshot(sourceSnapshot)).toBe(
    [
      'snapshot    source corp (corp.ldif)',
      'workspace   contoso',
      'read        2026-11-22T14:02:11.000Z by Lockstep 1.2.3',
      'partitions  DC=corp,DC=contoso,DC=com',
      'holds       user 1,204',
      'attributes  group 1, user 2',
      `digest      ${'ab'.repeat(32)}`,
      '',
    ].join('\n'),
  );
});

test('a snapshot of a tenant', () => {
  const text = renderSnapshot(tenantSnapshot);
  expect(text).toContain('tenant      5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10\n');
  expect(text).toContain('holds       domain 2, facts 1, user 3\n');
});

test('what stands in a file is shown, not obeyed', () => {
  const head = { ...sourceSnapshot.head, origin: 'x\u001b[2Jy\nz', counts: { 'user\n': 1 } };
  const text = renderSnapshot({ ...sourceSnapshot, head });
  expect(text).toContain('source corp (x\\u001b[2Jy\\nz)');
  expect(text.split('\n')).toHaveLength(8);
});

test('one document for programs', () => {
  expect(JSON.parse(renderSnapshotJson(sourceSnapshot))).toMatchObject({
    format: 'lockstep-snapshot-view',
    version: 1,
    kind: 'source',
    counts: { user: 1204 },
    digest: 'ab'.repeat(32),
  });
});

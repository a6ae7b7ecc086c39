import { table } from './entry.ts';

/** Snapshots of sources and tenants (SNP…). */
export const snapshotCodes = table({
  SNP001: {
    severity: 'error',
    summary: 'The snapshot is damaged',
    why: 'What is missing in a damaged snapshot would look like people who are gone.',
    fix: 'Copy the file again, or make a new one with lockstep snapshot.',
    exit: 3,
  },
  SNP002: {
    severity: 'error',
    summary: 'The snapshot is of another format or version',
    why: 'What a line of another version means is not known here.',
    fix: 'Use the version of Lockstep that made it, or make a new snapshot.',
    exit: 3,
  },
  SNP003: {
    severity: 'error',
    summary: 'The snapshot is larger than it may be',
    why: 'A small file that unpacks without end would take all memory of the machine.',
    fix: 'Make sure where the file comes from, and make a new one with lockstep snapshot.',
    exit: 3,
  },
  SNP004: {
    severity: 'error',
    summary: 'The snapshot does not hold what a rule needs',
    why: 'An attribute that was not read is not an attribute without a value.',
    fix: 'Make a new snapshot with these rules, or one with --all-attributes.',
    exit: 3,
  },
  SNP005: {
    severity: 'error',
    summary: 'The snapshot is of another tenant',
    why: 'The topology pins the tenant: a plan over another one would say nothing about this one.',
    fix: 'Use a snapshot of the tenant that the topology names.',
    exit: 3,
  },
  SNP006: {
    severity: 'error',
    summary: 'The snapshot does not belong here',
    why: 'Objects of another workspace or connector would be taken for those of this one.',
    fix: 'Give one snapshot for each connector of this workspace at most; lockstep snapshot show tells what a file is of.',
    exit: 3,
  },
  SNP007: {
    severity: 'error',
    summary: 'A snapshot cannot hold what was read',
    why: 'A snapshot that cannot be read again is worth nothing.',
    fix: 'Correct the object that is named.',
    exit: 3,
  },
  SNP008: {
    severity: 'error',
    summary: 'It is not clear which connector is meant',
    why: 'A snapshot holds one source.',
    fix: 'Name a connector of the workspace with --connector.',
    exit: 3,
  },
  SNP010: {
    severity: 'warning',
    summary: 'A snapshot is old',
    why: 'Who came, left or moved since is not in it, so that the impact is told for people as they were.',
    fix: 'Make a new one with lockstep snapshot. The policy key source.maximumSnapshotAgeHours says how old one may be.',
    exit: 0,
  },
  SNP009: {
    severity: 'error',
    summary: 'A connector has no snapshot',
    why: 'Beside snapshots nothing else is read: a change under review could name any server or file, and what a directory says changes between two reads.',
    fix: 'Make one with lockstep snapshot source, and give it with --source.',
    exit: 3,
  },
});

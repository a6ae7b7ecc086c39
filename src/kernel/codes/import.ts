import { table } from './entry.ts';

/** Configuration that is carried over from a sync server (IMP…). */
export const importCodes = table({
  IMP001: {
    severity: 'error',
    summary: 'The exported configuration cannot be read',
    why: 'What is not read would look like configuration that the server does not have.',
    fix: 'Name the folder that Get-ADSyncServerConfiguration wrote.',
    exit: 3,
  },
  IMP002: {
    severity: 'error',
    summary: 'A file of the export is damaged',
    why: 'A rule that is cut off would do something else than the rule of the server.',
    fix: 'Export the configuration again, and copy its files as they are.',
    exit: 8,
  },
  IMP003: {
    severity: 'error',
    summary: 'A file of the export is not read for safety',
    why: 'Documents with their own entities, endless nesting or an endless size serve to bring a reader down.',
    fix: 'Make sure where the file comes from, and export the configuration again.',
    exit: 8,
  },
  IMP004: {
    severity: 'warning',
    summary: 'A file is no part of an exported configuration',
    why: 'It was passed over.',
    fix: 'Nothing, when the file lies there by accident.',
    exit: 0,
  },
  IMP005: {
    severity: 'error',
    summary: 'A word of the export is not known',
    why: 'A rule is not carried over with a part of it left out: it would do something else.',
    fix: 'Look at the rule on the server, and write it by hand.',
    exit: 8,
  },
  IMP006: {
    severity: 'error',
    summary: 'Something is missing in the export',
    why: 'What a rule does cannot be told without it.',
    fix: 'Export the configuration again; look at the rule on the server.',
    exit: 8,
  },
  IMP007: {
    severity: 'error',
    summary: 'Two connectors have one name',
    why: 'Rules, filters and plans call a connector by its name.',
    fix: 'Rename one of them on the server or in the export.',
    exit: 8,
  },
  IMP008: {
    severity: 'error',
    summary: 'A rule names a connector that the export does not have',
    why: 'Whose objects the rule is for cannot be told.',
    fix: 'Export the whole configuration; a rule of a connector that was removed may be deleted on the server.',
    exit: 8,
  },
  IMP009: {
    severity: 'error',
    summary: 'A rule cannot be carried over',
    why: 'A rule is not carried over with a part of it left out: it would do something else.',
    fix: 'Write a rule by hand that does what is wanted.',
    exit: 8,
  },
  IMP010: {
    severity: 'error',
    summary: 'The import would overwrite files',
    why: 'What somebody changed in them would be lost.',
    fix: 'Name another folder with --out, or add --force.',
    exit: 3,
  },
  IMP014: {
    severity: 'error',
    summary: 'The new workspace would lie inside another one',
    why: 'A workspace reads all YAML below its folder: rules of both would become one set.',
    fix: 'Name a folder of its own with --out, beside the other workspace.',
    exit: 3,
  },
  IMP015: {
    severity: 'error',
    summary: 'The folder holds YAML that is not of this import',
    why: 'The new workspace would read it as its own: a rule of an earlier import or of somebody else would take part.',
    fix: 'Name an empty folder with --out, move the file away, or add --force to keep it there.',
    exit: 3,
  },
});

import { table } from './entry.ts';

const resolveFix = 'Run lockstep resolve and commit lockstep.pins.yaml.';

/** Names that are bound to objectGUIDs in lockstep.pins.yaml (PIN…). */
export const pinCodes = table({
  PIN001: {
    severity: 'warning',
    summary: 'A name is not pinned',
    why: 'When its object is renamed, everybody in it leaves scope; pinned, it is followed.',
    fix: resolveFix,
    exit: 3,
  },
  PIN002: {
    severity: 'warning',
    summary: 'A pin pins nothing',
    why: 'No filter and no scope uses the name any more.',
    fix: resolveFix,
    exit: 3,
  },
  PIN003: {
    severity: 'error',
    summary: 'Pins stand in another file',
    why: 'lockstep resolve writes the whole of lockstep.pins.yaml, and no other file.',
    fix: 'Move the document into lockstep.pins.yaml.',
    exit: 3,
  },
  PIN010: {
    severity: 'error',
    summary: 'Nothing has a name that is to be pinned',
    why: 'A filter or a scope that names it means nobody.',
    fix: 'Correct the name; write it as the directory shows it.',
    exit: 3,
  },
  PIN011: {
    severity: 'warning',
    summary: 'A pinned object has another name now',
    why: 'Plans follow its objectGUID; people who read the rules see the old name.',
    fix: 'Write the new name where the old one stands, and run lockstep resolve again.',
    exit: 3,
  },
  PIN012: {
    severity: 'error',
    summary: 'A name belongs to another object than the pinned one',
    why: 'Which of the two is meant decides who leaves: nobody but you can tell.',
    fix: 'Write the new name of the pinned object, or remove its line from lockstep.pins.yaml to pin the other one.',
    exit: 3,
  },
});

#!/usr/bin/env node
// Any version of Node.js must be able to read this file: nothing is imported before the version is known.
const major = Number(process.versions.node.split('.')[0]);

if (major >= 24) {
  void import('./start.ts').then(({ start }) => start());
} else {
  process.stderr.write(
    `error CLI003: This version of Node.js is too old: ${process.versions.node}. Lockstep needs Node.js 24 or later.\n`,
  );
  process.exitCode = 3;
}

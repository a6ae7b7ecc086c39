import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** The names under which distributions install it. */
const names = ['chromium', 'chromium-browser', 'google-chrome'];

let program: string | null | undefined;

/**
 * Whether pages can be opened in a real browser here. Says so loudly, once, where they cannot;
 * with LOCKSTEP_REAL=required it is an error instead, so that a build cannot pass by skipping.
 */
export function browserAvailable(): boolean {
  return installed() !== null;
}

/** A headless browser with an empty profile. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = installed() ?? names[0]!;
  // Chromium has no sandbox for root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

function installed(): string | null {
  program ??= look();
  return program;
}

function look(): string | null {
  const folders = (process.env['PATH'] ?? '').split(':');
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = paths.find(isProgram);
  if (found !== undefined) return found;
  const message = `NO BROWSER: none of ${names.join(', ')} found; install with: apt-get install -y chromium. The HTML pages are not opened.`;
  if (process.env['LOCKSTEP_REAL'] === 'required') throw new Error(message);
  process.stderr.write(`\n*** ${message}\n\n`);
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

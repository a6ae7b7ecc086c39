import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors, warnings and refusals of its policy. */
  readonly complaints: readonly string[];
  /** What it asked for beside itself. */
  readonly requests: readonly string[];
  /** What keeps people from reading it (WCAG 2 A and AA), as `rule: element`. */
  barriers(): Promise<readonly string[]>;
}

export interface Look {
  readonly colorScheme?: 'light' | 'dark';
  /** Of the window, in pixels. */
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
}

/** Opens a page from a file, as people do with what a pipeline kept. */
export async function openPage(browser: Browser, text: string, look: Look = {}): Promise<OpenPage> {
  const { colorScheme = 'light', width = 1280, javaScriptEnabled = true } = look;
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-page-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, text);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ colorScheme, javaScriptEnabled, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) requests.push(request.url());
  });
  await page.goto(url);
  return {
    page,
    complaints,
    requests,
    barriers: () => barriersOf(page),
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function barriersOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  // As text: what is evaluated in the page cannot see this module.
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify({ runOnly })})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

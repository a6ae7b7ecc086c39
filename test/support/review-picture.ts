/**
 * Makes the picture of the reviewer's walk-through: `node test/support/review-picture.ts`. The worked example in a
 * repository of its own, a change of two of its files, and the page that `lockstep impact` gives for it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBrowser } from '../real/browser/browser.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'lockstep-picture-'));
const workspace = join(folder, 'identities');

const git = (...args: readonly string[]): void => {
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@contoso.com', ...args], { cwd: folder });
};
const lockstep = (...args: readonly string[]): void => {
  execFileSync(process.execPath, [join(root, 'src/cli/main.ts'), '-C', 'identities', ...args], {
    cwd: folder,
    stdio: 'inherit',
  });
};
const edit = (file: string, from: string, to: string): void => {
  const path = join(workspace, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(path, text.replace(from, to));
};

try {
  cpSync(join(root, 'config/example'), workspace, { recursive: true });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'the rules as they are');
  edit('rules/contractors.yaml', '(Contractor)', '(External)');
  edit('filters.yaml', 'OU=Test,OU=Staff', 'OU=Field,OU=Staff,DC=corp,DC=contoso,DC=com\n      - OU=Test,OU=Staff');
  lockstep('snapshot', 'source', '--out', 'corp.snapshot');
  lockstep('impact', '--base', 'main', '--source', 'corp.snapshot', '--format', 'html', '--out', 'impact.html');
  await using browser = await startBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 940 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, 'impact.html')).href);
  await page.locator('#changes details', { hasText: 'displayName' }).first().locator('summary').click();
  mkdirSync(join(root, '.github/images'), { recursive: true });
  await page.screenshot({ path: join(root, '.github/images/review.png') });
} finally {
  rmSync(folder, { recursive: true });
}

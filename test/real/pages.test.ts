import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { browserAvailable, startBrowser } from './browser/browser.ts';
import { openPage } from './browser/open-page.ts';
import { everyPiece, pages } from './browser/pages.ts';

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 420 },
] as const;

describe.skipIf(!browserAvailable())('pages in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(() => browser.close());

  describe.each(Object.keys(pages))('%s', (name) => {
    test.each(LOOKS)('is sound and can be read by everybody: $colorScheme, $width wide', async (look) => {
      await using opened = await openPage(browser, await pages[name]!(), look);
      const { page } = opened;
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
      expect(await opened.barriers()).toEqual([]);
      expect(opened.complaints).toEqual([]);
      expect(opened.requests).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    });

    test('says the same without script, but for the ends of long lists', async () => {
      await using opened = await openPage(browser, await pages[name]!(), { javaScriptEnabled: false });
      expect(await opened.page.locator('h1').count()).toBe(1);
      expect(await opened.page.locator('main section h2').count()).toBeGreaterThan(0);
      expect(opened.complaints).toEqual([]);
    });
  });

  test('the box keeps the groups with the words, and the choice those of a kind', async () => {
    await using opened = await openPage(browser, everyPiece(10));
    const section = opened.page.locator('#rules');
    const seen = section.locator('.item:visible');
    expect(await seen.count()).toBe(5);
    await section.getByLabel('Filter rules').fill('RULE caution');
    await expect.poll(() => seen.count()).toBe(1);
    expect(await section.locator('output').textContent()).toBe('1 of 5 rules');
    await section.getByLabel('Outcome').selectOption('danger');
    await expect.poll(() => seen.count()).toBe(0);
    await section.getByLabel('Filter rules').fill('');
    await expect.poll(() => seen.count()).toBe(1);
  });

  test('the rules of a migration are found by what became of their flows', async () => {
    await using opened = await openPage(browser, await pages['migration report']!());
    const section = opened.page.locator('#standard');
    await section.getByLabel('Filter standard rules').fill('SO IT');
    await section.getByLabel('With').selectOption('Graph cannot write it');
    await expect.poll(() => section.locator('output').textContent()).toBe('1 of 4 standard rules');
  });

  test('a link to a closed group opens it', async () => {
    await using opened = await openPage(browser, everyPiece(10));
    const group = opened.page.locator('#rule-note');
    expect(await group.getAttribute('open')).toBeNull();
    await opened.page.evaluate(`location.hash = '#rule-note'`);
    await expect.poll(() => group.getAttribute('open')).toBe('');
  });

  test('print opens every group, and closes it again', async () => {
    await using opened = await openPage(browser, everyPiece(10));
    const open = opened.page.locator('details[open]');
    await opened.page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await open.count()).toBe(5);
    await opened.page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await open.count()).toBe(0);
  });

  describe('a plan of 3,000 changes', () => {
    const rows = (page: Page) => page.locator('#objects .scroll > table > tbody > tr');

    test('leads from a change to its people', async () => {
      await using opened = await openPage(browser, await pages['plan of 3,000 changes']!());
      const { page } = opened;
      const change = page.locator('#changes details', { hasText: 'userPrincipalName' }).first();
      await change.locator('summary').click();
      await change.getByRole('link', { name: 'See all 300 in the list' }).click();
      await expect.poll(() => page.locator('#objects output').textContent()).toBe('300 of 3,000 objects');
      expect(opened.complaints).toEqual([]);
    });

    test('leads from a hazard to whom it befalls', async () => {
      await using opened = await openPage(browser, await pages['plan of 3,000 changes']!());
      const { page } = opened;
      await page.getByRole('link', { name: 'disables a user' }).click();
      await expect.poll(() => page.locator('#objects output').textContent()).toBe('6 of 3,000 objects');
    });

    test('is grouped by a column, with the number of each group, which opens and closes', async () => {
      await using opened = await openPage(browser, await pages['plan of 3,000 changes']!());
      const { page } = opened;
      const section = page.locator('#objects');
      await section.getByLabel('Group by').selectOption({ label: 'What' });
      await expect.poll(() => rows(page).count()).toBe(4);
      expect(await rows(page).allTextContents()).toEqual([
        'leave 6',
        'new sign-in name 300',
        'update 2,634',
        'create 60',
      ]);
      await section.getByRole('button', { name: 'new sign-in name 300' }).click();
      await section.getByRole('button', { name: 'Show 100 more of 200' }).click();
      expect(await rows(page).count()).toBe(4 + 200 + 1);
      await section.getByRole('button', { name: 'new sign-in name 300' }).click();
      expect(await rows(page).count()).toBe(4);
    });

    test('opens an object to its attributes, with the words that differ', async () => {
      await using opened = await openPage(browser, await pages['plan of three changes']!());
      const { page } = opened;
      await page.locator('#objects .opener', { hasText: 'ada@contoso.com' }).click();
      const detail = page.locator('#objects .detail').first();
      expect(await detail.locator('del').allTextContents()).toEqual(['IT']);
      expect(await detail.locator('ins').allTextContents()).toEqual(['Digital']);
      expect(await detail.textContent()).toContain('rules/people.yaml:14 department-names');
    });

    test('says how much of it is shown, on paper too', async () => {
      await using opened = await openPage(browser, await pages['plan of 3,000 changes']!());
      await opened.page.emulateMedia({ media: 'print' });
      expect(await opened.page.locator('#objects .shown').textContent()).toBe('Shown 100 of 3,000 objects');
      expect(await opened.page.locator('#objects .shown').isVisible()).toBe(true);
      expect(await opened.page.locator('#objects .more button').isVisible()).toBe(false);
    });
  });

  describe('a list of 100,000 rows', () => {
    const large = everyPiece(100_000);
    const rows = (page: Page) => page.locator('#objects .scroll > table > tbody > tr:not(.detail)');

    test('makes the rows that are looked at, and finds any of them', async () => {
      await using opened = await openPage(browser, large);
      const { page } = opened;
      const section = page.locator('#objects');
      expect(await rows(page).count()).toBe(100);
      await section.getByRole('button', { name: 'Show 100 more of 99,900' }).click();
      expect(await rows(page).count()).toBe(200);
      await section.getByLabel('Filter objects').fill('person99998');
      await expect.poll(() => section.locator('output').textContent()).toBe('1 of 100,000 objects');
      expect(await rows(page).allTextContents()).toEqual([expect.stringMatching(/^person99998@/)]);
      expect(opened.complaints).toEqual([]);
    });

    test('is narrowed by the choices of a column and sorted by its head', async () => {
      await using opened = await openPage(browser, large);
      const { page } = opened;
      const section = page.locator('#objects');
      await section.getByLabel('Change').selectOption('delete');
      await expect.poll(() => section.locator('output').textContent()).toBe('14,286 of 100,000 objects');
      const head = section.getByRole('columnheader', { name: 'Values' });
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      const values = await rows(page).locator('td.number').allTextContents();
      const numbers = values.map((text) => Number(text.replace(',', '')));
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
      expect(numbers[0]).toBe(10_006);
    });

    test('opens the detail of a row by keyboard', async () => {
      await using opened = await openPage(browser, large);
      const { page } = opened;
      const opener = page.locator('#objects .opener').first();
      await opener.focus();
      expect(await page.locator('#objects .detail:visible').count()).toBe(0);
      await page.keyboard.press('Enter');
      expect(await page.locator('#objects .detail:visible').allTextContents()).toEqual([
        expect.stringContaining('displayNameAdaAda 1'),
      ]);
      expect(await opener.getAttribute('aria-expanded')).toBe('true');
    });

    test('shows hostile names as text', async () => {
      await using opened = await openPage(browser, large);
      expect(await rows(opened.page).nth(7).locator('th').textContent()).toBe(
        '</script><img src=x onerror=alert(1)>\\u202e"\'\\u0000',
      );
      expect(await opened.page.locator('img').count()).toBe(0);
    });
  });
});

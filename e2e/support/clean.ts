// What every page promises, whatever its state.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Axe finds nothing; one heading of the first level; a title; nothing runs out of the screen. */
export async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const findings = violations.map(
    (one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join('\n')}`,
  );
  expect(findings, `axe on ${new URL(page.url()).pathname.split('/').slice(0, 3).join('/')}`).toEqual([]);
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page).toHaveTitle(/\S/);
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(wide, 'the page is as wide as the screen').toBeLessThanOrEqual(screen);
}

/** The same of a page of the public, which moreover keeps nothing in the browser and has a neutral title. */
export async function cleanInPublic(page: Page): Promise<void> {
  await clean(page);
  expect(await page.title()).not.toMatch(/verif|suspen|police|heddlu/i);
  expect((await page.context().cookies()).map((cookie) => cookie.name), 'no cookie').toEqual([]);
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((database) => database.name),
    caches: await caches.keys(),
  }));
  expect(kept, 'nothing is kept').toEqual({ local: [], session: [], databases: [], caches: [] });
}

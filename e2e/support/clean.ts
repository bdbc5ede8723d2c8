// What every page promises, whatever its state.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Axe on the page as it stands. Axe is a script: where the browser runs none, it is let in once the page has been loaded
 * without any, and then shut out again. A page that looks again by itself may do so in between: then axe begins again.
 */
async function audit(page: Page) {
  const client = await page.context().newCDPSession(page);
  const hasScript = await page.evaluate(() => matchMedia('(scripting: enabled)').matches);
  await client.send('Emulation.setScriptExecutionDisabled', { value: false });
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await new AxeBuilder({ page }).withTags(TAGS).analyze();
      } catch (error) {
        if (attempt === 3 || !/navigation|context was destroyed|detached/i.test(String(error))) throw error;
        await page.waitForLoadState();
      }
    }
  } finally {
    if (!hasScript) await client.send('Emulation.setScriptExecutionDisabled', { value: true });
    await client.detach();
  }
}

/** Axe finds nothing; one heading of the first level; a title; nothing runs out of the screen. */
export async function clean(page: Page): Promise<void> {
  const { violations } = await audit(page);
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

/** What differs from run to run, and what stands for it in a snapshot. */
const CHANGING: [RegExp, string][] = [
  [/\b[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}\b/g, 'XX-REFE-REN'],
  [/\b[2-9A-Z]{4} [2-9A-Z]{4}\b/g, 'CODE CODE'],
  [/\b\d{1,2}:\d{2}\b/g, 'HH:MM'],
  [/\b\d{1,2} [A-Z][a-z]+ \d{4}\b/g, 'DAY'],
  [/\b\d{6}\b/g, 'PIN'],
  [/\b[2-9A-Z]{12,}\b/g, 'REFERENCE'],
  [/localhost:\d+/g, 'ADDRESS'],
];

/** What a screen reader is given of the page, compared with the snapshot of this name beside the journey. */
export async function reads(page: Page, name: string): Promise<void> {
  const pairs = CHANGING.map(([pattern, word]) => [pattern.source, word]);
  await page.evaluate((pairs) => {
    const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = pairs.reduce((text, [pattern, word]) => text.replace(new RegExp(pattern, 'g'), word), node.nodeValue ?? '');
      if (text !== node.nodeValue) node.nodeValue = text;
    }
  }, pairs);
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
}

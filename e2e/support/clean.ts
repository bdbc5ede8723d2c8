// What every page promises, whatever its state.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Browser, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The pages that axe has found nothing on, by what it was given: the same page again would give the same answer. */
const audited = new Set<string>();

/** The page as axe is given it, without what differs from run to run. */
async function given(page: Page): Promise<string> {
  const state = await page.evaluate(() => [
    innerWidth,
    matchMedia('(scripting: enabled)').matches,
    // What a page's markup does not show: open details, typed words and the focus.
    document.querySelectorAll('details[open]').length,
    [...document.querySelectorAll('input, textarea, select')].map((field) => (field as HTMLInputElement).value.length > 0),
    document.activeElement?.id,
  ]);
  // Ids, keys and the modules of a QR code are drawn anew for each page.
  // Names of classes and addresses are as long, but have neither digits nor capitals.
  const drawn = (text: string) => (/[A-Z0-9]/.test(text) ? 'DRAWN' : text);
  const markup = lasting(await page.content())
    .replace(/[A-Za-z0-9+/_-]{22,}=*/g, drawn)
    .replace(/ d="[^"]*"/g, '');
  return `${JSON.stringify(state)} ${markup}`;
}

/** Axe is a script: on a page that was loaded without any it looks at the same page again, as a browser with script has it. */
async function audit(page: Page) {
  if (await page.evaluate(() => matchMedia('(scripting: enabled)').matches)) return analysed(page);
  // What stands in `noscript` is what is seen. A page that is loaded anew each 5 seconds tells of what happens now, with a link
  // beside it (WCAG 2.2.1, real-time exception); with script it is not.
  const html = (await page.content()).replace(/<\/?noscript>|<script[^>]*><\/script>|<meta http-equiv="refresh"[^>]*>/g, '');
  const twin = await twinOf(page);
  const address = page.url().split('#')[0];
  await twin.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await twin.goto(address);
  const results = await analysed(twin);
  await twin.unroute(address);
  return results;
}

const twins = new WeakMap<Browser, Page>();

/** A page with script, of the same size: one for all audits of a browser. */
async function twinOf(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error('there is no browser');
  const twin = twins.get(browser) ?? (await (await browser.newContext()).newPage());
  twins.set(browser, twin);
  const size = page.viewportSize();
  if (size) await twin.setViewportSize(size);
  return twin;
}

function analysed(page: Page) {
  // The legacy mode needs no second page, which would take the focus.
  return new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
}

/** Axe finds nothing; one heading of the first level; a title; nothing runs out of the screen. */
export async function clean(page: Page): Promise<void> {
  const key = await given(page);
  const { violations } = audited.has(key) ? { violations: [] } : await audit(page);
  const findings = violations.map(
    (one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join('\n')}`,
  );
  expect(findings, `axe on ${new URL(page.url()).pathname.split('/').slice(0, 3).join('/')}`).toEqual([]);
  audited.add(key);
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
  const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(kept, 'nothing is kept').toEqual([]);
  // Without script nothing else can be.
  if (!(await page.evaluate(() => matchMedia('(scripting: enabled)').matches))) return;
  const stores = await page.evaluate(async () => [
    ...(await indexedDB.databases()).map((database) => database.name),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map((worker) => worker.scope),
  ]);
  expect(stores, 'nothing is kept').toEqual([]);
}

/** What differs from run to run, and what stands for it in a snapshot. */
const CHANGING: [RegExp, string][] = [
  [/\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b/g, 'CHECK'],
  [/\b[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}\b/g, 'STOP'],
  [/\b[2-9A-Z]{4} [2-9A-Z]{4}\b/g, 'CODE'],
  [/\b\d{1,2}:\d{2}(:\d{2})?\b/g, 'TIME'],
  [/\bfor \d+ seconds\b/g, 'for SECONDS'],
  [/\b\d{1,2} [A-Z][a-z]+ 20\d{2}\b/g, 'DAY'],
  [/"\d{6}"/g, 'PIN'],
  [/\/(duty|control)\/(stops|alarms)\/[0-9a-f-]+/g, '/$1/$2/ID'],
  [/localhost:\d+/g, 'ADDRESS'],
];

function lasting(text: string): string {
  return CHANGING.reduce((all, [pattern, word]) => all.replace(pattern, word), text);
}

/** What a screen reader is given of the page, compared with the snapshot of this name beside the journey. */
export async function reads(page: Page, name: string): Promise<void> {
  const snapshot = lasting(await page.locator('main').ariaSnapshot());
  expect(`${snapshot}\n`).toMatchSnapshot(`${name}.yml`);
}

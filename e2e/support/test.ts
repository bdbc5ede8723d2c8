// The journeys' own `test`: a street, and the people in it.
import { test as base, type BrowserContextOptions } from '@playwright/test';
import { PLAIN, Person, type Way } from './person.ts';
import { Street } from './street.ts';

export { expect } from '@playwright/test';
export { STAFF_WAYS, WAYS } from './person.ts';
export { clean, cleanInPublic, reads } from './clean.ts';

interface People {
  /** Variables of the environment of the street: `test.use({ settings: … })`. */
  settings: Record<string, string>;
  street: Street;
  /** Somebody who was stopped, in a browser of their own. */
  visitor: (way?: Partial<Way>) => Promise<Person>;
  /** Somebody of the cast at their own pages, signed in by the button of the demonstration. */
  staff: (part: string, way?: Partial<Way>) => Promise<Person>;
}

function options(way: Way): BrowserContextOptions {
  return {
    javaScriptEnabled: way.script,
    viewport: way.narrow ? { width: 320, height: 640 } : { width: 1024, height: 900 },
    locale: way.language === 'cy' ? 'cy-GB' : 'en-GB',
  };
}

export const test = base.extend<People>({
  settings: [{}, { option: true }],
  street: async ({ settings }, use, info) => {
    const street = await Street.begin(settings);
    await use(street);
    await street.end();
    if (info.status !== info.expectedStatus) await info.attach('street.log', { body: street.log, contentType: 'text/plain' });
  },
  visitor: async ({ street, browser }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (given = {}) => {
      const way = { ...PLAIN, ...given };
      const context = await browser.newContext(options(way));
      contexts.push(context);
      return new Person(await context.newPage(), way, street.address);
    });
    for (const context of contexts) await context.close();
  },
  staff: async ({ street, visitor }, use) => {
    await use(async (part, given = {}) => {
      const person = await visitor(given);
      const { area } = street.told.people[part];
      await person.open(area === 'duty' ? '/demonstration/officer' : '/demonstration/control');
      await person.page.locator(`form[action$="/demonstration/be/${part}"] button`).click();
      await person.page.waitForURL(`**/${area}`);
      return person;
    });
  },
});

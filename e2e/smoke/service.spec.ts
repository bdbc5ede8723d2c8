// The service as a force runs it: its check answers, and it knows nothing of the street on which the other journeys run.
import { test as base } from '@playwright/test';
import { PLAIN, Person } from '../support/person.ts';
import { Service } from '../support/service.ts';
import { cleanInPublic, expect } from '../support/test.ts';

const test = base.extend<{ service: Service }>({
  service: async ({}, use) => {
    const service = await Service.begin();
    await use(service);
    await service.end();
  },
});

test('the check of a real record answers, and the demonstration is not there', async ({ service, page }) => {
  const visitor = new Person(page, PLAIN, service.address);
  await visitor.open('/check');
  await visitor.type('check-code-label', '4711');
  await visitor.press('check-now');
  await expect(page.locator('.govuk-error-summary')).toContainText(visitor.t('check-code-wrong'));
  await cleanInPublic(page);
  for (const path of ['/demonstration', '/demonstration/officer', '/demonstration/be/constable']) {
    await visitor.open(path);
    await visitor.seesHeading('missing-title');
    expect((await fetch(`${service.address}${path}`)).status, path).toBe(404);
    expect((await fetch(`${service.address}${path}`, { method: 'POST', redirect: 'manual' })).status, path).toBe(404);
  }
});

// Journey a1, first step: what the law does not allow is refused at the field, with its citation, and nothing typed is lost.
import { clean, expect, test } from '../support/test.ts';
import { GROUNDS, chooseIn, fillStop } from '../support/stop.ts';

test('a vehicle is not stopped out of uniform', async ({ staff }) => {
  const officer = await staff('detective', { script: false });
  await officer.press('shift-start');
  await fillStop(officer);
  await chooseIn(officer, 'vehicle', 'yes');
  await officer.press('stop-start-button');
  const summary = officer.page.locator('.govuk-error-summary');
  await expect(summary).toContainText('PACE 1984 s.2(9)(b)');
  await expect(officer.field('stop-reason-label')).toHaveValue(GROUNDS);
  await expect(officer.page).toHaveTitle(new RegExp(`^${officer.t('error-title-prefix')}`));
  await clean(officer.page);
});

test('no stop begins without a reason, an object and a place', async ({ staff }) => {
  const officer = await staff('detective', { keyboard: true });
  await officer.press('shift-start');
  await officer.press('stop-start-button');
  await expect(officer.page.locator('.govuk-error-summary a')).not.toHaveCount(0);
  await clean(officer.page);
  await fillStop(officer);
  await officer.type('stop-object-label', ' ');
  await officer.press('stop-start-button');
  await expect(officer.page.locator('.govuk-error-summary')).toContainText('PACE 1984 s.2(3)(b)');
});

test('who may not act sees one sentence, whatever the cause', async ({ staff }) => {
  const pages: string[] = [];
  for (const part of ['suspended', 'verification-off']) {
    const officer = await staff(part);
    await officer.sees('shift-blocked');
    await clean(officer.page);
    pages.push((await officer.page.locator('main').textContent()) ?? '');
  }
  expect(pages[0].trim()).toBe(pages[1].trim());
});

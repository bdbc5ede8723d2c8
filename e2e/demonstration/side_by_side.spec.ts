// The demonstration itself: a newcomer plays all three sides in one window.
import { clean, expect, test } from '../support/test.ts';
import { text } from '../support/texts.ts';

test('a newcomer plays officer and public side by side, and suspends the officer', async ({ street, visitor }) => {
  const newcomer = await visitor();
  await newcomer.page.setViewportSize({ width: 1500, height: 1000 });
  await newcomer.open('/demonstration');
  await newcomer.sees('demonstration-mark');
  await clean(newcomer.page);
  const frame = (name: string) => newcomer.page.frameLocator(`iframe[name=${name}]`);
  const officer = frame('officer');
  await officer.getByRole('button', { name: t('demonstration-be', t('demonstration-detective')) }).click();
  await expect(officer.locator('h1')).toHaveText(t('shift-heading'));
  await officer.getByRole('button', { name: t('shift-start'), exact: true }).click();
  await officer.getByLabel(t('power-pace-section1'), { exact: true }).check();
  await officer.getByLabel(t('reason-weapon'), { exact: true }).check();
  await officer.getByLabel(t('stop-reason-label')).fill('You were seen hiding a knife.');
  await officer.getByLabel(t('stop-object-label')).fill('a knife');
  await officer.getByLabel(t('stop-place-label')).fill('Tannery Lane');
  for (const name of ['uniform', 'vehicle']) await officer.locator(`input[name=${name}][value=no]`).check();
  await officer.getByRole('button', { name: t('stop-start-button') }).click();
  const code = (await officer.locator('[data-code]').textContent()) ?? '';

  const stopped = frame('public');
  await stopped.getByLabel(t('check-code-label')).fill(code);
  await stopped.getByRole('button', { name: t('check-now') }).click();
  await expect(stopped.locator('h1')).toHaveText(t('check-verified-heading'));
  await expect(officer.locator('[data-state]')).toContainText(/Verified/);

  await newcomer.page.getByRole('link', { name: t('demonstration-frame-standards') }).last().click();
  await frame('control').getByRole('button', { name: t('demonstration-suspend') }).click();
  await newcomer.page.getByRole('link', { name: t('demonstration-other-check') }).click();
  await stopped.getByLabel(t('check-code-label')).fill(code);
  await stopped.getByRole('button', { name: t('check-now') }).click();
  await expect(stopped.locator('h1')).toHaveText(t('check-refused-heading'));
  expect(street.told.demonstration).toContain('/demonstration');
});

test('where the screen is narrow the sides are links, and every page is marked', async ({ visitor }) => {
  const newcomer = await visitor({ narrow: true, script: false });
  for (const path of ['/demonstration', '/demonstration/officer', '/demonstration/control', '/demonstration/standards', '/check', '/duty/sign-in', '/nowhere']) {
    await newcomer.open(path);
    await newcomer.sees('demonstration-mark');
    await clean(newcomer.page);
  }
  await newcomer.open('/demonstration');
  await expect(newcomer.page.locator('iframe').first()).toBeHidden();
  await newcomer.follow('demonstration-frame-officer');
  await newcomer.seesHeading('demonstration-choose-officer');
});

function t(key: string, who?: string): string {
  return text('en', key, who ? { who } : {});
}

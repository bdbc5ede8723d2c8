// Writes docs/screens: each public state as a telephone shows it.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { finishStop, startStop } from '../support/stop.ts';

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const TELEPHONE = { width: 390, height: 844 };

async function screen(page: Page, name: string, size = TELEPHONE): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });
}

test('the public states', async ({ street, staff, visitor }) => {
  test.setTimeout(120_000);
  const officer = await staff('detective');
  const code = await startStop(officer);
  await screen(officer.page, 'duty-code');

  const stopped = await visitor();
  await stopped.open('/check');
  await screen(stopped.page, 'check');
  await screen(stopped.page, 'check-320', { width: 320, height: 640 });
  await stopped.press('check-ask');
  await screen(stopped.page, 'asked');

  const verified = await street.check(code);
  await stopped.page.goto(street.at(verified));
  await screen(stopped.page, 'verified');
  await screen(stopped.page, 'verified-320', { width: 320, height: 640 });
  await stopped.page.goto(street.at(`/cy${verified}`));
  await screen(stopped.page, 'verified-cy');

  await stopped.page.goto(street.at(await street.check(street.code('off-duty'))));
  await screen(stopped.page, 'pending');
  const refused = await street.check(street.code('suspended'));
  await stopped.page.goto(street.at(refused));
  await screen(stopped.page, 'not-verified');
  await stopped.page.goto(street.at(`/cy${refused}`));
  await screen(stopped.page, 'not-verified-cy');

  await stopped.page.goto(street.at(verified));
  await stopped.press('check-receipt-button');
  await screen(stopped.page, 'receipt');
  const reference = (await stopped.value('check-receipt-reference').textContent()) ?? '';
  const pin = (await stopped.value('check-receipt-pin').textContent()) ?? '';
  await finishStop(officer, { reason: 'weapon' });
  await stopped.open('/receipt');
  await stopped.type('receipt-reference-label', reference);
  await stopped.type('receipt-pin-label', pin);
  await stopped.press('receipt-get');
  await stopped.seesHeading('receipt-of', { reference });
  await screen(stopped.page, 'record');

  const room = await staff('control-northmere');
  await expect(room.page.locator('#alarms-list article').first()).toBeVisible();
  await screen(room.page, 'control', { width: 1024, height: 768 });
  await stopped.page.setViewportSize({ width: 1440, height: 900 });
  await stopped.open('/demonstration');
  await screen(stopped.page, 'demonstration', { width: 1440, height: 900 });

  await stopped.open('/check');
  await stopped.type('check-code-label', street.code('constable'));
  await street.control('outage');
  await stopped.press('check-now');
  await stopped.seesHeading('check-undetermined-heading');
  await screen(stopped.page, 'undetermined');
});

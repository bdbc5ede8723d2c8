// What a screen reader is given in each public state. The snapshots are read like text.
import { expect, reads, test } from '../support/test.ts';
import { finishStop, startStop } from '../support/stop.ts';

test('the pages of a check that is verified', async ({ street, staff, visitor }) => {
  test.slow();
  const officer = await staff('detective');
  const code = await startStop(officer);
  const stopped = await visitor();
  await stopped.open('/check');
  await reads(stopped.page, 'check');
  const place = await street.check(code);
  await stopped.page.goto(street.at(place));
  await reads(stopped.page, 'verified');
  await stopped.page.goto(street.at(`/cy${place}`));
  await reads(stopped.page, 'verified-cy');
  await stopped.page.goto(street.at(place));
  await stopped.press('check-receipt-button');
  const reference = (await stopped.value('check-receipt-reference').textContent()) ?? '';
  const pin = (await stopped.value('check-receipt-pin').textContent()) ?? '';
  await reads(stopped.page, 'receipt');
  await reads(officer.page, 'stop');
  await officer.page.reload();
  await finishStop(officer, { reason: 'weapon' });
  await stopped.open('/receipt');
  await reads(stopped.page, 'ask-for-record');
  await stopped.type('receipt-reference-label', reference);
  await stopped.type('receipt-pin-label', pin);
  await stopped.press('receipt-get');
  await stopped.seesHeading('receipt-of', { reference });
  await reads(stopped.page, 'record');
});

test('the pages of a check that is not, or not yet, or cannot be', async ({ street, visitor }) => {
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(street.code('suspended'))));
  await reads(stopped.page, 'not-verified');
  await stopped.page.goto(street.at(await street.check(street.code('off-duty'))));
  await reads(stopped.page, 'pending');
  await stopped.open('/check');
  await stopped.press('check-ask');
  await stopped.seesHeading('check-asked-heading');
  await reads(stopped.page, 'asked');
  await stopped.open('/check');
  await stopped.press('check-now');
  await expect(stopped.page.locator('.govuk-error-summary')).toBeVisible();
  await reads(stopped.page, 'no-code');
  await stopped.open('/check');
  await stopped.type('check-code-label', street.code('constable'));
  await street.control('outage');
  await stopped.press('check-now');
  await stopped.seesHeading('check-undetermined-heading');
  await reads(stopped.page, 'undetermined');
});

// What a screen reader is given in each public state. The snapshots are read like text.
import { expect, reads, test } from '../support/test.ts';
import { finishStop, startStop } from '../support/stop.ts';

test('the pages of a check that is verified', async ({ street, staff, visitor }) => {
  test.slow();
  const officer = await staff('detective');
  const code = await startStop(officer);
  // Before anybody checks: the page learns of a check by itself, sooner or later.
  await reads(officer.page, 'stop');
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

test('the page that leads to a control room by telephone', async ({ visitor }) => {
  const caller = await visitor();
  await caller.open('/about/forces');
  await caller.press('about-forces-button');
  await expect(caller.page.locator('.govuk-error-summary')).toBeVisible();
  await reads(caller.page, 'no-force');
  await caller.pick(caller.page.getByRole('radio', { name: 'Northmere Police', exact: true }));
  await caller.press('about-forces-button');
  await caller.sees('about-forces-number', { force: 'Northmere Police', telephone: '01632 960 101' });
  await reads(caller.page, 'force');
});

// Journey a2: the control room confirms an officer off duty, or does not.
import { clean, cleanInPublic, expect, test } from '../support/test.ts';
import { answerCall } from '../support/desk.ts';

test('the control room confirms, and both pages say that uniformed officers were sent', async ({ street, staff, visitor }) => {
  const [room, stopped] = [await staff('control-northmere'), await visitor()];
  await clean(room.page);
  await stopped.page.goto(street.at(await street.check(street.code('off-duty'))));
  await stopped.seesHeading('check-pending-heading');
  await answerCall(room);
  await clean(room.page);
  await room.press('control-confirm');
  await expect(room.page.locator('.govuk-error-summary')).toContainText(room.t('control-name-unit'));
  await room.type('control-unit', 'NM21');
  await room.press('control-confirm');
  await room.sees('control-done-confirmed');
  // The visitor's page looks for the answer by itself.
  await expect(stopped.page.locator('h1')).toHaveText(stopped.t('check-verified-heading'), { timeout: 12_000 });
  await stopped.sees('check-verified-off-duty-panel');
  await cleanInPublic(stopped.page);
  const officer = await staff('off-duty');
  await officer.press('duty-go-to-stop');
  await officer.sees('duty-call-confirmed', { unit: 'NM21' });
});

test('the control room refuses, with the keyboard and without script: nobody is verified', async ({ street, staff, visitor }) => {
  const room = await staff('control-northmere', { script: false });
  const stopped = await visitor({ script: false });
  const place = await street.check(street.code('off-duty'));
  await answerCall(room);
  await room.press('control-refuse');
  await room.sees('control-done-refused');
  await stopped.page.goto(street.at(place));
  await stopped.seesHeading('check-refused-heading');
});

test('a call that nobody takes is carried on after a minute', async ({ street, staff }) => {
  const room = await staff('control-northmere');
  await expect(room.page.locator('#calls-list article')).toHaveCount(1);
  await street.pass(2);
  await expect(room.page.locator('#calls-list .govuk-tag--red')).toBeVisible({ timeout: 10_000 });
});

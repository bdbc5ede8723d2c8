// Journey a2: the control room confirms an officer off duty, or does not.
import { STAFF_WAYS, clean, cleanInPublic, expect, test } from '../support/test.ts';
import { answerCall } from '../support/desk.ts';

for (const way of STAFF_WAYS) {
  test(`the control room confirms, and both pages say that uniformed officers were sent, ${way.name}`, async ({ street, staff, visitor }) => {
    const [room, stopped] = [await staff('control-northmere', way), await visitor(way)];
    await clean(room.page);
    await stopped.page.goto(street.at(await street.check(street.code('off-duty'))));
    await stopped.seesHeading('check-pending-heading');
    await answerCall(room);
    await clean(room.page);
    await room.press('call-confirm');
    await expect(room.page.locator('.govuk-error-summary')).toContainText(room.t('call-name-unit'));
    await clean(room.page);
    await room.type('call-unit', 'NM21');
    await room.press('call-confirm');
    await room.sees('board-done-confirmed');
    await clean(room.page);
    // The visitor's page looks for the answer by itself.
    await expect(stopped.page.locator('h1')).toHaveText(stopped.t('check-verified-heading'), { timeout: 12_000 });
    await stopped.sees('check-verified-off-duty-panel');
    await cleanInPublic(stopped.page);
    const officer = await staff('off-duty', way);
    await officer.press('shift-go-to-stop');
    await officer.sees('stop-call-confirmed', { unit: 'NM21' });
    await clean(officer.page);
  });

  test(`the control room refuses, and nobody is verified, ${way.name}`, async ({ street, staff, visitor }) => {
    const room = await staff('control-northmere', way);
    const stopped = await visitor(way);
    const place = await street.check(street.code('off-duty'));
    await answerCall(room);
    await room.press('call-refuse');
    await room.sees('board-done-refused');
    await clean(room.page);
    await stopped.page.goto(street.at(place));
    await stopped.seesHeading('check-refused-heading');
    await cleanInPublic(stopped.page);
  });

  test(`a call that nobody takes is carried on after a minute, ${way.name}`, async ({ street, staff }) => {
    const room = await staff('control-northmere', way);
    await expect(room.page.locator('#calls-list article')).toHaveCount(1);
    await street.pass(2);
    // Live with script; without, the page loads itself again.
    await expect(room.page.locator('#calls-list .govuk-tag--red')).toBeVisible({ timeout: 10_000 });
    await clean(room.page);
  });

  test(`the control room checks a code for a caller, ${way.name}`, async ({ street, staff }) => {
    const room = await staff('control-northmere', way);
    await room.follow('board-check-caller');
    await room.seesHeading('caller-heading');
    await clean(room.page);
    await room.press('caller-check');
    await expect(room.page.locator('.govuk-error-summary')).toContainText(room.t('caller-code-wrong'));
    await clean(room.page);
    await room.type('caller-code', street.code('constable'));
    await room.press('caller-check');
    await room.sees('caller-say');
    await expect(room.page.locator('main')).toContainText(room.t('check-verified-heading'));
    await clean(room.page);
  });
}

test('who reads the board without script can make it stand still', async ({ staff }) => {
  const room = await staff('control-northmere', { script: false });
  // What stands in `noscript` has no role for the runner.
  const said = room.page.locator('.candour-live noscript p');
  await expect(said).toContainText(room.t('board-reloads'));
  await said.locator('a').click();
  await expect(said).toContainText(room.t('board-still'));
  await expect(room.page.locator('meta[http-equiv=refresh]')).toHaveCount(0);
  await clean(room.page);
});

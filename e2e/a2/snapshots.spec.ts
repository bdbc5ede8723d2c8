// What a screen reader is given of the control room's pages. The snapshots are read like text.
import { expect, reads, test } from '../support/test.ts';
import { CAUSES, alarms, answerCall } from '../support/desk.ts';

test('the pages of the control room', async ({ street, staff }) => {
  const room = await staff('control-northmere');
  await street.check(street.code('suspended'));
  await expect(alarms(room, CAUSES.suspended)).toBeVisible({ timeout: 10_000 });
  await reads(room.page, 'board');
  await room.go(alarms(room, CAUSES.suspended).getByRole('button'));
  await room.sees('board-done-taken');
  await room.go(alarms(room, CAUSES.suspended).getByRole('link'));
  await room.press('alarm-close');
  await expect(room.page.locator('.govuk-error-summary')).toBeVisible();
  await reads(room.page, 'alarm');
  await room.page.goto(street.at('/control'));
  await answerCall(room);
  await reads(room.page, 'call');
  await room.page.goto(street.at('/control/check'));
  await room.type('caller-code', street.code('constable'));
  await room.press('caller-check');
  await room.sees('caller-say');
  await reads(room.page, 'caller');
});

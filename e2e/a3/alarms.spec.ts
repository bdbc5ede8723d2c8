// Journey a3: what the refused check does where the visitor and the officer do not see it.
import { clean, expect, test } from '../support/test.ts';
import { CAUSES, alarms } from '../support/desk.ts';

test('a refused check raises an alarm on the live board, which one operator takes and closes', async ({ street, staff, visitor }) => {
  const [room, colleague] = [await staff('control-northmere'), await staff('control-northmere')];
  const stopped = await visitor();
  await stopped.open('/check');
  await stopped.type('check-code-label', street.code('suspended'));
  await stopped.press('check-now');
  await stopped.type('check-place-label', 'Quay Street, at the ferry');
  await stopped.press('check-place-button');
  const alarm = alarms(room, CAUSES.suspended);
  await expect(alarm).toBeVisible({ timeout: 10_000 });
  await expect(alarm).toContainText('Quay Street, at the ferry', { timeout: 10_000 });
  await clean(room.page);
  await expect(alarms(colleague, CAUSES.suspended)).toBeVisible();
  await alarm.getByRole('button').click();
  await room.sees('board-done-taken');
  await alarms(room, CAUSES.suspended).getByRole('link').click();
  await room.page.getByRole('radio').first().check();
  await clean(room.page);
  await room.press('alarm-close');
  await room.sees('board-done-closed');
  await expect(alarms(colleague, CAUSES.suspended)).toHaveCount(0, { timeout: 10_000 });
});

test('an alarm that nobody takes goes to the superintendent after 2 minutes and to the neighbour after 5', async ({ street, staff }) => {
  const [room, neighbour] = [await staff('control-northmere'), await staff('control-eastmarsh')];
  await street.check(street.code('suspended'));
  await expect(alarms(room, CAUSES.suspended)).toBeVisible({ timeout: 10_000 });
  await expect(alarms(neighbour, CAUSES.suspended)).toHaveCount(0);
  await street.pass(3);
  await expect(alarms(room, CAUSES.suspended)).toContainText('to the duty superintendent', { timeout: 10_000 });
  await street.pass(3);
  await expect(alarms(neighbour, CAUSES.suspended)).toBeVisible({ timeout: 10_000 });
  await clean(neighbour.page);
});

test('who presses “something is wrong” reaches the control room, and the officer sees nothing of it', async ({ street, staff, visitor }) => {
  const [room, officer, stopped] = [await staff('control-northmere'), await staff('constable'), await visitor()];
  await stopped.page.goto(street.at(await street.check(street.code('constable'))));
  await stopped.press('check-wrong');
  await stopped.sees('check-noted');
  await stopped.seesHeading('check-verified-heading');
  await expect(alarms(room, CAUSES.wrong)).toBeVisible({ timeout: 10_000 });
  await officer.press('shift-go-to-stop');
  await expect(officer.page.locator('main')).not.toContainText(/wrong|alarm/i);
});

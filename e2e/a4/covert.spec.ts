// Journey a4: covert officers, and who is looked up again and again.
import { clean, expect, test } from '../support/test.ts';
import { CAUSES, alarms } from '../support/desk.ts';

test('an alarm about a covert officer is seen at the covert desk alone', async ({ street, staff }) => {
  const desk = await staff('covert-desk');
  const others = [await staff('control-northmere'), await staff('counter-corruption'), await staff('control-eastmarsh')];
  await street.check(street.code('covert'));
  // A second one shows that the others' boards are live meanwhile.
  await street.check(street.code('suspended'));
  await expect(alarms(desk, CAUSES.covert)).toBeVisible({ timeout: 10_000 });
  await expect(alarms(others[0], CAUSES.suspended)).toBeVisible({ timeout: 10_000 });
  for (const other of others) {
    await expect(alarms(other, CAUSES.covert)).toHaveCount(0);
    await expect(other.page.locator('body')).not.toContainText('8802');
  }
  await expect(alarms(desk, CAUSES.suspended)).toHaveCount(0);
  await clean(desk.page);
  // Nobody takes it: it stays where it is.
  await street.pass(6);
  await expect(alarms(others[2], CAUSES.suspended)).toBeVisible({ timeout: 10_000 });
  for (const other of others) await expect(alarms(other, CAUSES.covert)).toHaveCount(0);
});

// Journey a4: covert officers.
import { STAFF_WAYS, WAYS, clean, cleanInPublic, expect, test } from '../support/test.ts';
import { CAUSES, alarms } from '../support/desk.ts';

for (const way of STAFF_WAYS) {
  test(`an alarm about a covert officer is seen at the covert desk alone, ${way.name}`, async ({ street, staff }) => {
    const desk = await staff('covert-desk', way);
    const others = [await staff('control-northmere', way), await staff('counter-corruption', way), await staff('control-eastmarsh', way)];
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
    await desk.go(alarms(desk, CAUSES.covert).getByRole('button'));
    await desk.sees('board-done-taken');
    await clean(desk.page);
  });
}

for (const way of WAYS) {
  test(`a covert officer’s code gives the page of every refusal, ${way.name}`, async ({ street, visitor }) => {
    const stopped = await visitor(way);
    await stopped.open('/check');
    await stopped.type('check-code-label', street.code('covert'));
    await stopped.press('check-now');
    await stopped.seesHeading('check-refused-heading');
    await stopped.sees('check-refused-text');
    await expect(stopped.page.locator('body')).not.toContainText('8802');
    await cleanInPublic(stopped.page);
  });
}

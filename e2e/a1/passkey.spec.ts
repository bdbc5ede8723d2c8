// Journey a1: the device of an officer is bound by an invitation and a passkey that never leaves it.
import { clean, expect, test } from '../support/test.ts';
import { inHours } from '../support/device.ts';
import { authenticator } from '../support/passkey.ts';
import { startStop } from '../support/stop.ts';

test('an invitation binds a device, its passkey signs in, and its code is verified', async ({ street, visitor }) => {
  const officer = await visitor();
  await authenticator(officer.page, 'of this device');
  const [invitation] = street.told.invitations.officer;
  await officer.page.goto(invitation);
  await clean(officer.page);
  await officer.type('device-label', 'phone 6113');
  await officer.press('device-bind');
  await officer.page.waitForURL('**/duty');
  await officer.press('session-sign-out');
  await officer.page.goto(street.at('/duty'));
  await expect(officer.page).toHaveURL(/\/duty\/sign-in/);
  await clean(officer.page);
  await officer.press('session-sign-in');
  await officer.page.waitForURL('**/duty');

  await officer.type('shift-ends-label', inHours(2));
  await officer.press('shift-book-on');
  const code = await startStop(officer);
  await expect(officer.page.locator('[data-qr-image] svg, [data-qr-image] canvas, [data-qr-image] img')).toBeVisible();
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(code)));
  await stopped.seesHeading('check-verified-heading');
  await expect(stopped.value('check-who')).toContainText('6113');

  const again = await visitor();
  await authenticator(again.page, 'of this device');
  await again.page.goto(invitation);
  await expect(again.page.getByRole('button', { name: again.t('device-bind') })).toHaveCount(0);
});

test('a passkey that is copied to other devices is refused, and the invitation stays', async ({ street, visitor }) => {
  const officer = await visitor();
  await authenticator(officer.page, 'synced');
  await officer.page.goto(street.told.invitations.officer[1]);
  await officer.type('device-label', 'own phone');
  await officer.press('device-bind');
  await expect(officer.page.locator('[data-passkey-error]')).toBeVisible();
  await clean(officer.page);
  await officer.page.goto(street.at('/duty'));
  await expect(officer.page).toHaveURL(/\/duty\/sign-in/);
});

// Status unreachable is never shown as verified or as not verified.
import { WAYS, cleanInPublic, expect, test } from '../support/test.ts';

for (const way of [WAYS[0], WAYS[1], WAYS[4]]) {
  test(`a police system that cannot be reached is said to be that, ${way.name}`, async ({ street, visitor }) => {
    const stopped = await visitor(way);
    await stopped.open('/check');
    await stopped.type('check-code-label', street.code('constable'));
    await street.control('outage');
    await stopped.press('check-now');
    await stopped.seesHeading('check-undetermined-heading');
    await stopped.sees('check-undetermined-text');
    await expect(stopped.page.locator('body')).not.toContainText(stopped.t('check-refused-heading'));
    await expect(stopped.page.locator('body')).not.toContainText(stopped.t('check-verified-panel'));
    await cleanInPublic(stopped.page);
  });
}

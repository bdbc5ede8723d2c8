// Without a check: somebody who would rather speak to the control room finds its number.
import { WAYS, cleanInPublic, expect, test } from '../support/test.ts';

for (const way of WAYS) {
  test(`somebody who would rather ring finds the number of the control room, ${way.name}`, async ({ visitor }) => {
    const caller = await visitor(way);
    await caller.open('/');
    await caller.follow('about-forces-heading');
    await caller.seesHeading('about-forces-heading');
    await caller.sees('about-forces-emergency');
    await cleanInPublic(caller.page);
    await caller.press('about-forces-button');
    await expect(caller.page.locator('.govuk-error-summary')).toContainText(caller.t('about-forces-missing'));
    await cleanInPublic(caller.page);
    await caller.pick(caller.page.getByRole('radio', { name: 'Northmere Police', exact: true }));
    await caller.press('about-forces-button');
    await caller.sees('about-forces-number', { force: 'Northmere Police', telephone: '01632 960 101' });
    await cleanInPublic(caller.page);
  });
}

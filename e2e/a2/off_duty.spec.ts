// Journey a2: an officer off duty has had to act.
import { WAYS, clean, cleanInPublic, expect, test } from '../support/test.ts';
import { startStop } from '../support/stop.ts';

for (const way of WAYS) {
  test(`until the control room answers nobody is verified, ${way.name}`, async ({ staff, visitor, street }) => {
    const stopped = await visitor(way);
    await stopped.open('/check');
    await stopped.type('check-code-label', street.code('off-duty'));
    await stopped.press('check-now');
    await stopped.seesHeading('check-pending-heading');
    await stopped.sees('check-pending-text');
    await cleanInPublic(stopped.page);
    const officer = await staff('off-duty', { script: false });
    await officer.press('shift-go-to-stop');
    await officer.sees('stop-call-waiting');
    await clean(officer.page);
  });
}

test('who booked off and has had to act begins so, and is pending', async ({ staff, visitor, street }) => {
  const officer = await staff('detective', { script: false });
  await officer.press('shift-book-off');
  const code = await startStop(officer, true);
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(code)));
  await stopped.seesHeading('check-pending-heading');
  await stopped.sees('check-pending-refresh');
});

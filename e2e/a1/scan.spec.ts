// Journey a1: what stands on the officer's screen is scanned and checked live; or the visitor's page shows a word first.
import { expect, test, WAYS, clean, cleanInPublic } from '../support/test.ts';
import { attested, shown, signed, slotOf, stopWithDevice } from '../support/device.ts';

for (const way of WAYS.filter((way) => way.script)) {
  test(`who scans the square code sees live that the officer may act, ${way.name}`, async ({ street, visitor }) => {
    const officer = await visitor();
    await stopWithDevice(street, officer);
    const address = await shown(officer);
    await clean(officer.page);
    const stopped = await visitor(way);
    await stopped.page.goto(way.language === 'cy' ? address.replace('/check#', '/cy/check#') : address);
    await stopped.seesHeading('check-verified-heading');
    await expect(stopped.value('check-who')).toContainText('6113');
    expect(stopped.page.url(), 'nothing of it stays in the address').toMatch(/\/check\/[2-9A-Z-]+$/);
    await cleanInPublic(stopped.page);
    // The officer is told as with a code, by itself.
    await expect(officer.page.locator('[data-state]')).toContainText(officer.t('stop-seen-at', { time: '' }).trim(), { timeout: 12_000 });
  });
}

for (const way of WAYS.filter((way) => !way.script)) {
  test(`who scans it ${way.name} is asked for the code`, async ({ street, visitor }) => {
    const officer = await visitor();
    const code = await stopWithDevice(street, officer);
    const stopped = await visitor(way);
    await stopped.page.goto(await shown(officer));
    await stopped.seesHeading('check-heading');
    await expect(stopped.page.locator('main')).not.toContainText(stopped.t('check-verified-heading'));
    await cleanInPublic(stopped.page);
    await stopped.type('check-code-label', code);
    await stopped.press('check-now');
    await stopped.seesHeading('check-verified-heading');
  });
}

test('the square code is another every ten seconds, and one is good for thirty', async ({ street, visitor }) => {
  const officer = await visitor();
  await stopWithDevice(street, officer);
  const first = await shown(officer);
  await expect.poll(() => shown(officer), { timeout: 12_000 }).not.toBe(first);
  const force = await attested(officer);
  const address = await signed(officer, force, { nonce: slotOf(force.now) });
  await street.pass(0, 15);
  const stopped = await visitor();
  await stopped.page.goto(address);
  await stopped.seesHeading('check-verified-heading');
});

for (const way of WAYS) {
  test(`the word of a visitor’s page is answered by the officer’s device, ${way.name}`, async ({ street, visitor }) => {
    const officer = await visitor();
    await stopWithDevice(street, officer);
    const stopped = await visitor(way);
    await stopped.open('/check');
    await stopped.press('check-ask');
    await stopped.seesHeading('check-asked-heading');
    await cleanInPublic(stopped.page);
    await officer.type('stop-word-label', (await stopped.page.locator('[data-challenge]').textContent()) ?? '');
    // The square code beside the word stays one that anybody can scan.
    const friend = await visitor();
    await friend.page.goto(await shown(officer));
    await friend.seesHeading('check-verified-heading');
    await officer.press('stop-word-answer');
    await officer.sees('stop-word-answered');
    await clean(officer.page);
    // The page finds the answer by itself.
    await expect(stopped.page.locator('h1')).toHaveText(stopped.t('check-verified-heading'), { timeout: 12_000 });
    await expect(stopped.value('check-who')).toContainText('6113');
    await cleanInPublic(stopped.page);
  });
}

// Journey a3: whatever the cause, who was stopped sees the same page.
import { WAYS, cleanInPublic, expect, test } from '../support/test.ts';
import { finishStop, startStop } from '../support/stop.ts';

/** The page of an answer, with its references hidden: nothing else may differ. */
async function answer(address: string, place: string): Promise<{ html: string; headers: string }> {
  const response = await fetch(`${address}${place}`);
  const reference = place.split('/').at(-1) ?? '';
  const html = (await response.text()).replaceAll(reference, 'REFERENCE');
  const headers = [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { html, headers: JSON.stringify([response.status, ...headers]) };
}

test('every cause gives the same page, byte for byte but for the reference', async ({ street, staff }) => {
  // A stop that has ended, with a code that was live.
  const ended = await staff('constable');
  await ended.press('shift-go-to-stop');
  await finishStop(ended);
  // Somebody who booked off while the stop goes on.
  const off = await staff('by-number');
  await off.press('shift-book-off');
  const causes: Record<string, string> = {
    ended: street.code('constable'),
    'not on duty': street.code('by-number'),
    suspended: street.code('suspended'),
    dismissed: street.code('dismissed'),
    'verification off': street.code('verification-off'),
    covert: street.code('covert'),
    unknown: '2222 2222',
  };
  const places: Record<string, string> = {};
  for (const [cause, code] of Object.entries(causes)) places[cause] = await street.check(code);
  await street.pass(3);
  places.stale = await street.check(street.code('eastmarsh'));
  const pages = new Map<string, { html: string; headers: string }>();
  for (const [cause, place] of Object.entries(places)) pages.set(cause, await answer(street.address, place));
  const first = pages.get('unknown');
  expect(first?.html).toContain('Treat this person as not verified');
  for (const [cause, page] of pages) {
    expect(page.html, cause).toBe(first?.html);
    expect(page.headers, cause).toBe(first?.headers);
  }
  expect(new Set(Object.values(places)).size, 'each has its own reference').toBe(pages.size);
});

for (const way of WAYS) {
  test(`who is not verified reads what to do, says where they are, and can hide the page, ${way.name}`, async ({
    street,
    visitor,
  }) => {
    const stopped = await visitor(way);
    await stopped.open('/check');
    await stopped.type('check-code-label', street.code('suspended'));
    await stopped.press('check-now');
    await stopped.seesHeading('check-refused-heading');
    await stopped.sees('check-refused-text');
    await expect(stopped.page.locator('main')).not.toContainText(/suspended|dismissed|gwahardd|diswydd/i);
    await cleanInPublic(stopped.page);
    await stopped.press('check-place-button');
    await expect(stopped.page.locator('.govuk-error-summary')).toBeVisible();
    await cleanInPublic(stopped.page);
    await stopped.type('check-place-label', 'Quay Street, at the ferry');
    await stopped.press('check-place-button');
    await stopped.sees('check-noted');
    await cleanInPublic(stopped.page);
    await stopped.follow('check-hide');
    await expect(stopped.page).toHaveURL(/\/demonstration\/away$/);
  });
}

test('a suspension between the check and the next look changes the page', async ({ street, staff, visitor }) => {
  const detective = await staff('detective');
  const code = await startStop(detective);
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(code)));
  await stopped.seesHeading('check-verified-heading');
  await street.control('suspend');
  await stopped.page.reload();
  await stopped.seesHeading('check-refused-heading');
  await detective.page.goto(street.at('/duty'));
  await detective.sees('shift-blocked');
  await street.control('reinstate');
  await detective.page.reload();
  await detective.seesHeading('shift-heading');
});

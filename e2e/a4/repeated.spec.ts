// Journey a4: somebody has an officer's codes again and again. Counter-corruption reads how often, and nobody who.
import { STAFF_WAYS, clean, expect, reads, test } from '../support/test.ts';
import { finishStop, startStop } from '../support/stop.ts';

test('an officer who is looked up in four stops within an hour is told to counter-corruption, in every way', async ({ street, staff }) => {
  test.slow();
  const live = await staff('counter-corruption');
  await live.sees('board-repeated-none');
  const officer = await staff('detective', { script: false });
  for (let count = 0; count < 4; count += 1) {
    await officer.page.goto(street.at('/duty'));
    const code = await startStop(officer);
    await street.check(code);
    // The officer reads that, and not by whom.
    await officer.page.reload();
    await expect(officer.page.locator('[data-state]')).toContainText(officer.t('stop-seen-at', { time: '' }).trim());
    await finishStop(officer);
    await street.pass(2);
  }
  const said = live.page.locator('#repeated-list li');
  await expect(said).toHaveCount(1, { timeout: 10_000 });
  await expect(said).toContainText(/^Checked by the public in 4 stops within an hour, noticed at \d\d:\d\d:\d\d\. Last: NM-/);
  await expect(live.page.locator('body')).not.toContainText(/Vance|5120/);
  await reads(live.page, 'counter-corruption');
  for (const way of STAFF_WAYS) {
    const ccu = await staff('counter-corruption', way);
    await expect(ccu.page.locator('#repeated-list li')).toHaveCount(1);
    await ccu.sees('board-repeated-nobody');
    if (way.keyboard) {
      await ccu.follow('board-skip-repeated');
      await expect(ccu.page.locator('#repeated')).toBeFocused();
    }
    await clean(ccu.page);
  }
  for (const desk of ['control-northmere', 'control-eastmarsh', 'covert-desk']) {
    const other = await staff(desk);
    await expect(other.page.locator('#alarms')).toBeVisible();
    await expect(other.page.locator('#repeated')).toHaveCount(0);
  }
});

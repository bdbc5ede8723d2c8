// Journey a1: stopped by a lone plain-clothes officer who may act.
import { WAYS, clean, cleanInPublic, expect, test } from '../support/test.ts';
import { GROUNDS, finishStop, startStop } from '../support/stop.ts';

for (const way of WAYS) {
  test(`who was stopped checks, keeps a receipt, fetches the record and complains, ${way.name}`, async ({
    street,
    staff,
    visitor,
  }) => {
    // The officer's pages are in English alone.
    const officer = await staff('detective', { ...way, language: 'en' });
    // What is the same in every language is audited in English alone.
    const cleanOfStaff = async () => (way.language === 'en' ? clean(officer.page) : undefined);
    await cleanOfStaff();
    const code = await startStop(officer);
    await cleanOfStaff();

    const stopped = await visitor(way);
    await stopped.open('/check');
    await cleanInPublic(stopped.page);
    await stopped.type('check-code-label', code.toLowerCase().replace(' ', '-'));
    await stopped.press('check-now');
    await expect(stopped.page.locator('h1')).toHaveText(stopped.t('check-verified-heading'));
    await expect(stopped.value('check-who')).toContainText('I. Vance');
    await expect(stopped.value('check-who')).toContainText('5120');
    await expect(stopped.value('check-force')).toHaveText('Northmere Police');
    await expect(stopped.value('check-power')).toHaveText(stopped.t('power-pace-section1'));
    await expect(stopped.value('check-reason')).toContainText(GROUNDS);
    await expect(stopped.value('check-reference')).toHaveText(/^NM-[2-9A-Z]{4}-[2-9A-Z]{2}$/);
    await expect(stopped.page.getByRole('img', { name: stopped.t('check-photo-alt') })).toBeVisible();
    await cleanInPublic(stopped.page);

    await officer.page.reload();
    await expect(officer.page.locator('[data-state]')).toContainText(officer.t('stop-seen-at', { time: '' }).trim());

    await stopped.press('check-receipt-button');
    const reference = (await stopped.value('check-receipt-reference').textContent()) ?? '';
    const pin = (await stopped.value('check-receipt-pin').textContent()) ?? '';
    expect(pin).toMatch(/^\d{6}$/);
    await cleanInPublic(stopped.page);

    await finishStop(officer, { reason: 'weapon' });
    await cleanOfStaff();

    await stopped.open('/receipt');
    await cleanInPublic(stopped.page);
    await stopped.type('receipt-reference-label', reference);
    await stopped.type('receipt-pin-label', pin);
    await stopped.press('receipt-get');
    await stopped.sees('receipt-changed');
    await cleanInPublic(stopped.page);

    await stopped.choose('category-stop-and-search');
    await stopped.type('receipt-complain-label', 'Nobody told me what was looked for.');
    await stopped.press('receipt-complain-button');
    await stopped.sees('receipt-complained-heading');
    await cleanInPublic(stopped.page);
    // The street stands until here, so that nothing of it was cut short.
    expect(street.address).toMatch(/^http:\/\/localhost:/);
  });
}

// Journey a4: who wants to learn something of an officer, and has no live code.
import { STAFF_WAYS, WAYS, clean, cleanInPublic, expect, test } from '../support/test.ts';
import { codeOf, fillStop } from '../support/stop.ts';

for (const way of WAYS) {
  test(`a name or a number alone is answered with nothing, ${way.name}`, async ({ street, visitor }) => {
    const stalker = await visitor(way);
    await stalker.open('/check');
    await expect(stalker.page.getByRole('textbox'), 'one field, for a code').toHaveCount(1);
    const { name, number } = street.told.people.constable;
    for (const words of [name, number, `NM ${number}`, 'Hale']) {
      await stalker.type('check-code-label', words);
      await stalker.press('check-now');
      await expect(stalker.page.locator('.govuk-error-summary')).toContainText(stalker.t('check-code-wrong'));
      await expect(stalker.page.locator('main')).not.toContainText('Northmere Police has');
    }
    await cleanInPublic(stalker.page);
  });

  test(`what an address gives is the same with and without a name in it, ${way.name}`, async ({ street, visitor }) => {
    const stalker = await visitor(way);
    await stalker.open('/check');
    const plain = await stalker.page.locator('main').innerHTML();
    await stalker.open('/check?name=Hale&number=4711');
    expect(await stalker.page.locator('main').innerHTML()).toBe(plain);
    for (const path of ['/officers', '/officers/4711', '/check/4711', '/search?q=Hale']) {
      await stalker.open(path);
      await stalker.seesHeading('missing-title');
      await expect(stalker.page.locator('body')).not.toContainText('Hale');
      expect((await fetch(street.at(path))).status, path).toBe(404);
    }
    await cleanInPublic(stalker.page);
  });

  test(`a page that is typed says its address, so that a screen that looks like it can be told apart, ${way.name}`, async ({ street, visitor }) => {
    const stopped = await visitor(way);
    await stopped.open('/check');
    await stopped.sees('check-address', { address: street.at('/check') });
    await cleanInPublic(stopped.page);
  });
}

for (const way of STAFF_WAYS) {
  test(`there is no code before the reason is stated, and the officer reads how often they were verified, not by whom, ${way.name}`, async ({ street, staff }) => {
    const officer = await staff('detective', way);
    await officer.press('shift-start');
    await expect(officer.page.locator('[data-code]')).toHaveCount(0);
    await officer.press('stop-start-button');
    await expect(officer.page.locator('.govuk-error-summary')).toBeVisible();
    await expect(officer.page.locator('[data-code]')).toHaveCount(0);
    await fillStop(officer);
    await officer.press('stop-start-button');
    const code = await codeOf(officer);
    // In large letters, where to type it.
    await expect(officer.page.locator('.candour-address').first()).toHaveText(street.at('/check').replace('http://', ''));
    for (let count = 0; count < 2; count += 1) await street.check(code);
    await officer.page.reload();
    const seen = officer.page.locator('[data-state]');
    await expect(seen.getByText(officer.t('stop-seen-at', { time: '' }).trim())).toHaveCount(2);
    await expect(seen).not.toContainText(/127\.0\.0\.1|Chrom|NM-/);
    await clean(officer.page);
  });
}

test.describe('of many checks from one address', () => {
  test.use({
    settings: { CANDOUR_CHECK_BURST_COUNT: '3', CANDOUR_CHECK_PER_ADDRESS_PER_MINUTE: '4', CANDOUR_CHECK_PROOF_BITS: '8' },
  });

  for (const way of WAYS.filter((way) => way.script)) {
    test(`a burst has to prove work, which a script does by itself, ${way.name}`, async ({ visitor }) => {
      const stalker = await visitor(way);
      for (let count = 0; count < 3; count += 1) {
        await stalker.open('/check');
        await stalker.type('check-code-label', `2222 222${count + 2}`);
        await stalker.press('check-now');
        await stalker.seesHeading('check-refused-heading');
      }
      await stalker.open('/check');
      await stalker.type('check-code-label', '2222 2229');
      const asked = stalker.page.waitForResponse((response) => response.status() === 429);
      await stalker.press('check-now');
      await asked;
      await stalker.seesHeading('check-refused-heading');
      await cleanInPublic(stalker.page);
    });
  }

  for (const way of WAYS.filter((way) => !way.script)) {
    test(`the page says how long to wait, and never that anybody is or is not verified, ${way.name}`, async ({ street, visitor }) => {
      const stalker = await visitor(way);
      for (let count = 0; count < 4; count += 1) {
        await stalker.open('/check');
        await stalker.type('check-code-label', street.code('constable'));
        await stalker.press('check-now');
      }
      await expect(stalker.page.locator('h1')).not.toHaveText(stalker.t('check-verified-heading'));
      await expect(stalker.page.locator('h1')).not.toHaveText(stalker.t('check-refused-heading'));
      await cleanInPublic(stalker.page);
    });
  }

  test('an address that somebody claims to have is not believed', async ({ street }) => {
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const answer = await fetch(street.at('/check'), {
        method: 'POST',
        body: new URLSearchParams({ code: '2222 2222' }),
        headers: { 'x-forwarded-for': `198.51.100.${count}` },
        redirect: 'manual',
      });
      statuses.push(answer.status);
    }
    expect(statuses).toContain(429);
  });
});

test('another website cannot make a browser check or complain', async ({ street }) => {
  for (const path of ['/check', '/check/ask', '/receipt/complaint']) {
    const answer = await fetch(street.at(path), {
      method: 'POST',
      body: new URLSearchParams({ code: '2222 2222' }),
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      redirect: 'manual',
    });
    expect(answer.status, path).toBe(403);
  }
});

// Journey a4: who wants to learn something of an officer, and has no live code.
import { cleanInPublic, expect, test } from '../support/test.ts';

test('a name or a number alone is answered with nothing', async ({ street, visitor }) => {
  const stalker = await visitor();
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

test('what an address gives is the same with and without a name in it', async ({ street }) => {
  const plain = await (await fetch(street.at('/check'))).text();
  expect(await (await fetch(street.at('/check?name=Hale&number=4711'))).text()).toBe(plain);
  for (const path of ['/officers', '/officers/4711', '/check/4711', '/search?q=Hale']) {
    expect((await fetch(street.at(path))).status, path).toBe(404);
  }
});

test.describe('of many checks from one address', () => {
  test.use({
    settings: { CANDOUR_CHECK_BURST_COUNT: '3', CANDOUR_CHECK_PER_ADDRESS_PER_MINUTE: '4', CANDOUR_CHECK_PROOF_BITS: '8' },
  });

  test('a burst has to prove work, which a script does by itself', async ({ visitor }) => {
    const stalker = await visitor();
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
  });

  test('without script the page says how long to wait, and never that anybody is or is not verified', async ({
    street,
    visitor,
  }) => {
    const stalker = await visitor({ script: false });
    for (let count = 0; count < 4; count += 1) {
      await stalker.open('/check');
      await stalker.type('check-code-label', street.code('constable'));
      await stalker.press('check-now');
    }
    await expect(stalker.page.locator('h1')).not.toHaveText(stalker.t('check-verified-heading'));
    await expect(stalker.page.locator('h1')).not.toHaveText(stalker.t('check-refused-heading'));
    await cleanInPublic(stalker.page);
  });

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
  for (const path of ['/check', '/check/ask', '/record/complaint']) {
    const answer = await fetch(street.at(path), {
      method: 'POST',
      body: new URLSearchParams({ code: '2222 2222' }),
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      redirect: 'manual',
    });
    expect(answer.status, path).toBe(403);
  }
});

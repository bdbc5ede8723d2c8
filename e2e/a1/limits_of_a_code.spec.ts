// Journey a1: what a code, a photo and a receipt are good for, and how long.
import { expect, test } from '../support/test.ts';
import { startStop } from '../support/stop.ts';

test('the photo goes after a minute, and the code after its first success', async ({ street, visitor }) => {
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(street.code('constable'))));
  const photo = stopped.page.getByRole('img', { name: stopped.t('check-photo-alt') });
  await expect(photo).toBeVisible();
  await street.pass(2);
  await stopped.page.reload();
  await stopped.seesHeading('check-verified-heading');
  await expect(photo).toHaveCount(0);
  await stopped.page.goto(street.at(await street.check(street.code('constable'))));
  await stopped.seesHeading('check-refused-heading');
});

test('an officer shown by number has no name and no photo on the page', async ({ street, visitor }) => {
  const stopped = await visitor();
  for (const part of ['by-number', 'eastmarsh']) {
    await stopped.page.goto(street.at(await street.check(street.code(part))));
    await stopped.seesHeading('check-verified-heading');
    const { name, number } = street.told.people[part];
    await expect(stopped.value('check-who')).toContainText(number);
    await expect(stopped.page.locator('body')).not.toContainText(name.split(' ')[1]);
    await expect(stopped.page.locator('img')).toHaveCount(0);
  }
});

test('a record is fetched for three months, and five wrong PINs close it for an hour', async ({ street, visitor }) => {
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(street.code('constable'))));
  await stopped.press('check-receipt-button');
  const reference = (await stopped.value('check-receipt-reference').textContent()) ?? '';
  const pin = (await stopped.value('check-receipt-pin').textContent()) ?? '';
  const wrong = pin === '111111' ? '222222' : '111111';
  const fetch = async (digits: string) => {
    await stopped.open('/receipt');
    await stopped.type('receipt-reference-label', reference);
    await stopped.type('receipt-pin-label', digits);
    await stopped.press('receipt-get');
  };
  await fetch(pin);
  await stopped.seesHeading('receipt-of', { reference });
  for (let count = 0; count < 5; count += 1) await fetch(wrong);
  await fetch(pin);
  await expect(stopped.page.locator('h1')).not.toContainText(reference);
  await street.pass(61);
  await fetch(pin);
  await stopped.seesHeading('receipt-of', { reference });
  await street.pass(100 * 24 * 60);
  await fetch(pin);
  await expect(stopped.page.locator('h1')).not.toContainText(reference);
});

test('who begins citizen-first sees who answered', async ({ staff, visitor }) => {
  const [officer, stopped] = [await staff('detective'), await visitor({ script: false })];
  await startStop(officer);
  await stopped.open('/check');
  await stopped.press('check-ask');
  await stopped.seesHeading('check-asked-heading');
  const word = (await stopped.page.locator('[data-challenge]').textContent()) ?? '';
  await officer.type('stop-word-label', word);
  await officer.press('stop-word-answer');
  await officer.sees('stop-word-answered');
  await stopped.follow('check-asked-now');
  await stopped.seesHeading('check-verified-heading');
});

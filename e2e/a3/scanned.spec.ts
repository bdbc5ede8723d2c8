// Journey a3: what is scanned and is false in any way gives the page of every refusal; the control room alone reads what it was.
import { expect, test, WAYS, clean, cleanInPublic } from '../support/test.ts';
import { CAUSES, alarms } from '../support/desk.ts';
import { OF_THE_DEVICE, OF_THE_FORCE, attested, changed, shown, signed, slotOf, stopWithDevice } from '../support/device.ts';
import type { Person } from '../support/person.ts';
import { finishStop } from '../support/stop.ts';

const MEGABYTE = 1_000_000;

/** Opens what was scanned in a page of its own: what the page says, with its reference hidden. */
async function refusal(visitor: () => Promise<Person>, address: string): Promise<string> {
  const stopped = await visitor();
  await stopped.page.goto(address);
  await stopped.seesHeading('check-refused-heading');
  await cleanInPublic(stopped.page);
  const reference = stopped.page.url().split('/').at(-1) ?? '';
  return (await stopped.page.content()).replaceAll(reference, 'REFERENCE');
}

test('whatever is false in what is scanned, the page is one and the same, and the board says which', async ({ street, staff, visitor }) => {
  test.slow();
  const [room, officer] = [await staff('control-northmere'), await visitor()];
  await stopWithDevice(street, officer);
  const address = await shown(officer);
  const force = await attested(officer);
  const nonce = slotOf(force.now);
  const cases: [keyof typeof CAUSES, string, string][] = [
    ['forged', 'a byte of the force’s signature', changed(address, OF_THE_FORCE)],
    ['mismatched', 'a byte of the device’s signature', changed(address, OF_THE_DEVICE)],
    ['mismatched', 'another device', await signed(officer, force, { nonce, otherKey: true })],
    ['wrong audience', 'another address', await signed(officer, force, { nonce, audience: 'https://check.elsewhere.example/' })
      .then((made) => made.replace('https://check.elsewhere.example/', force.audience))],
    ['wrong audience', 'a word that the page did not show', await signed(officer, force, { nonce: '7Q4K29MP' })],
    ['forged', 'no nonce', await signed(officer, force, { nonce: null })],
    ['forged', 'a time to come', await signed(officer, force, { nonce: slotOf(force.now + 60) })],
    ['forged', 'cut off', address.slice(0, -100)],
    ['forged', 'cut off after ten digits', address.replace(/#(\d{10})\d+$/, '#$1')],
    ['forged', 'other letters behind it', `${address}abc`],
    ['forged', 'a million digits', `${force.audience}#${'7'.repeat(MEGABYTE)}`],
    ['forged', 'a million letters', `${force.audience}#${'x'.repeat(MEGABYTE)}`],
  ];
  const pages = new Map<string, string>();
  for (const [, name, place] of cases) pages.set(name, await refusal(visitor, place));
  // The stop of before, which the officer has finished.
  const { now } = await attested(officer);
  const earlier = await signed(officer, force, { nonce: slotOf(now) });
  await finishStop(officer);
  cases.push(['ended', 'a stop that has ended', earlier]);
  pages.set('a stop that has ended', await refusal(visitor, earlier));

  const plain = await street.check('2222 2222');
  const typed = await visitor();
  await typed.page.goto(street.at(plain));
  await typed.seesHeading('check-refused-heading');
  const known = (await typed.page.content()).replaceAll(plain.split('/').at(-1) ?? '', 'REFERENCE');
  for (const [name, page] of pages) expect(page, name).toBe(known);

  for (const cause of new Set(cases.map(([cause]) => cause))) {
    const count = cases.filter((one) => one[0] === cause).length;
    await expect(alarms(room, CAUSES[cause]), cause).toHaveCount(count, { timeout: 15_000 });
  }
  await clean(room.page);
});

test('what was scanned before is refused after 31 seconds, and when its attestation has ended', async ({ street, staff, visitor }) => {
  const [room, officer] = [await staff('control-northmere'), await visitor()];
  await stopWithDevice(street, officer);
  const address = await shown(officer);
  await street.pass(0, 31);
  await refusal(visitor, address);
  await expect(alarms(room, CAUSES.replayed)).toHaveCount(1, { timeout: 10_000 });

  const force = await attested(officer);
  await street.pass(4, 45);
  const { now } = await attested(officer);
  const last = await signed(officer, force, { nonce: slotOf(now) });
  // Younger than thirty seconds, and just after the five minutes of its attestation.
  await street.pass(0, 16);
  await refusal(visitor, last);
  await expect(alarms(room, CAUSES.replayed)).toHaveCount(2, { timeout: 10_000 });
});

test('a million letters that are posted crash nothing', async ({ street, visitor }) => {
  for (const presentation of ['7'.repeat(MEGABYTE), 'x'.repeat(MEGABYTE), '7'.repeat(60_000), '', '\u0000', '-1']) {
    const answer = await fetch(street.at('/check/scan'), {
      method: 'POST',
      body: new URLSearchParams({ presentation }),
      redirect: 'manual',
    });
    expect([303, 413], `${presentation.length} letters`).toContain(answer.status);
    if (answer.status !== 303) continue;
    const page = await (await fetch(street.at(answer.headers.get('location') ?? ''))).text();
    expect(page).toContain('Treat this person as not verified');
  }
  const stopped = await visitor();
  await stopped.page.goto(street.at(await street.check(street.code('constable'))));
  await stopped.seesHeading('check-verified-heading');
});

for (const way of WAYS.filter((way) => way.script)) {
  test(`a forged square code is refused, ${way.name}`, async ({ street, visitor }) => {
    const officer = await visitor();
    await stopWithDevice(street, officer);
    const stopped = await visitor(way);
    const forged = changed(await shown(officer), OF_THE_FORCE);
    await stopped.page.goto(way.language === 'cy' ? forged.replace('/check#', '/cy/check#') : forged);
    await stopped.seesHeading('check-refused-heading');
    await stopped.sees('check-refused-text');
    await cleanInPublic(stopped.page);
  });
}

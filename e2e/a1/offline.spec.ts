// Journey a1 without a network: the installed page says what it could check and what it could not, and never “verified”.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, reads, test, WAYS, clean, cleanInPublic } from '../support/test.ts';
import { OF_THE_DEVICE, OF_THE_FORCE, attested, changed, shown, signed, slotOf, stopWithDevice } from '../support/device.ts';
import type { Person } from '../support/person.ts';

const HOUR_MS = 3_600_000;

/** Puts the page on the phone, while there is a network. */
async function install(stopped: Person): Promise<void> {
  await stopped.open('/check/offline');
  await stopped.seesHeading('check-offline-heading');
  await expect(stopped.page.locator('[data-kept]')).toBeVisible();
  await clean(stopped.page);
}

/** Scans: a camera opens the address anew. */
async function scan(stopped: Person, address: string): Promise<void> {
  await stopped.page.goto('about:blank');
  await stopped.page.goto(stopped.way.language === 'cy' ? address.replace('/check#', '/cy/check#') : address);
}

/** Exactly this outcome is shown, and none of those that only a network can give. */
async function finds(stopped: Person, outcome: 'genuine' | 'not-verified' | 'could-not-be-determined'): Promise<void> {
  await expect(stopped.page.locator(`[data-offline="${outcome}"]`)).toBeVisible({ timeout: 15_000 });
  await expect(stopped.page.locator('[data-offline]:visible')).toHaveCount(1);
  await expect(stopped.page.locator(`[data-offline="${outcome}"]`)).toBeFocused();
  await stopped.seesHeading('check-heading');
  await expect(stopped.page.locator('main')).not.toContainText(stopped.t('check-verified-panel'));
  expect(stopped.page.url()).toMatch(/\/check$/);
  await clean(stopped.page);
}

for (const way of WAYS.filter((way) => way.script)) {
  test(`the installed page says “genuine when issued” without a network, and refuses what is forged, ${way.name}`, async ({ street, visitor }) => {
    const [officer, stopped] = [await visitor(), await visitor(way)];
    await stopWithDevice(street, officer);
    await install(stopped);
    await stopped.page.context().setOffline(true);

    const force = await attested(officer);
    await scan(stopped, await signed(officer, force, { nonce: slotOf(force.now) }));
    await finds(stopped, 'genuine');
    const found = stopped.page.locator('[data-offline="genuine"]');
    const time = new Date(force.now * 1000).toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
    await expect(found).toContainText(stopped.t('check-offline-genuine-heading'));
    await expect(found).toContainText(stopped.t('check-offline-genuine-text', { time }));
    await expect(found).toContainText(stopped.t('check-offline-genuine-checked'));
    await expect(stopped.value('check-who')).toHaveText(stopped.t('check-number', { number: '6113' }));
    await expect(stopped.value('check-force')).toHaveText('Northmere Police');
    await expect(stopped.value('check-reference')).toHaveText(/^NM-[2-9A-Z]{4}-[2-9A-Z]{2}$/);

    const refused = [
      changed(await shown(officer), OF_THE_FORCE),
      changed(await shown(officer), OF_THE_DEVICE),
      await signed(officer, force, { nonce: slotOf(force.now), otherKey: true }),
      await signed(officer, force, { nonce: slotOf(force.now - 60) }),
      await signed(officer, force, { nonce: '7Q4K29MP' }),
      await signed(officer, force, { nonce: null }),
      (await shown(officer)).slice(0, -100),
      `${force.audience}#${'7'.repeat(1_000_000)}`,
    ];
    for (const address of refused) {
      await scan(stopped, address);
      await finds(stopped, 'not-verified');
      await expect(stopped.page.locator('[data-offline="not-verified"]')).toContainText(stopped.t('check-refused-text'));
    }
    // The network is back: the same is checked live.
    await stopped.page.context().setOffline(false);
    await scan(stopped, await shown(officer));
    await stopped.seesHeading('check-verified-heading');
  });
}

test('a phone whose clock is an hour off cannot determine it without a network', async ({ street, visitor }) => {
  const officer = await visitor();
  await stopWithDevice(street, officer);
  for (const off of [HOUR_MS, -HOUR_MS]) {
    const stopped = await visitor();
    await install(stopped);
    await stopped.page.context().setOffline(true);
    await stopped.page.clock.setFixedTime(Date.now() + off);
    await scan(stopped, await shown(officer));
    await finds(stopped, 'could-not-be-determined');
    await stopped.sees('check-offline-unknown-text');
  }
});

test('nor where there is a network and the police system does not answer; where it does, its own clock counts', async ({ street, visitor }) => {
  const officer = await visitor();
  await stopWithDevice(street, officer);
  for (const off of [HOUR_MS, -HOUR_MS]) {
    const stopped = await visitor();
    await stopped.page.clock.setFixedTime(Date.now() + off);
    await stopped.page.route('**/check/scan', (route) => route.abort());
    await scan(stopped, await shown(officer));
    await finds(stopped, 'could-not-be-determined');
    await cleanInPublic(stopped.page);
    await stopped.page.unroute('**/check/scan');
    await scan(stopped, await shown(officer));
    await stopped.seesHeading('check-verified-heading');
  }
});

test('a page that has no keys says that it cannot be determined', async ({ street, visitor }) => {
  const officer = await visitor();
  await stopWithDevice(street, officer);
  const stopped = await visitor();
  await stopped.page.route(/\/check\/(scan|keys)$/, (route) => route.abort());
  await scan(stopped, await shown(officer));
  await finds(stopped, 'could-not-be-determined');
});

test('an address that leads to the page about checking without a signal is checked live all the same', async ({ street, visitor }) => {
  const officer = await visitor();
  await stopWithDevice(street, officer);
  const stopped = await visitor();
  await scan(stopped, (await shown(officer)).replace('/check#', '/check/offline#'));
  await stopped.seesHeading('check-verified-heading');
});

test('a second scan on the same page shows the time of the second', async ({ street, visitor }) => {
  const [officer, stopped] = [await visitor(), await visitor()];
  await stopWithDevice(street, officer);
  await install(stopped);
  await stopped.page.context().setOffline(true);
  await stopped.page.goto(await shown(officer));
  await finds(stopped, 'genuine');
  await street.pass(3);
  const force = await attested(officer);
  const later = await signed(officer, force, { nonce: slotOf(force.now) });
  await stopped.page.clock.setFixedTime(force.now * 1000);
  await stopped.page.evaluate((fragment) => { location.hash = fragment; }, later.split('#')[1]);
  const time = new Date(force.now * 1000).toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
  await expect(stopped.page.locator('[data-offline="genuine"]')).toContainText(stopped.t('check-offline-genuine-text', { time }));
});

test('what is on the phone can be taken off again, and nothing stays', async ({ visitor }) => {
  const stopped = await visitor({ keyboard: true });
  await install(stopped);
  await stopped.press('check-offline-forget');
  await stopped.sees('check-offline-forgotten');
  await stopped.open('/check');
  await cleanInPublic(stopped.page);
});

test('the verifier on the phone answers every vector of the protocol without a network', async ({ visitor }) => {
  const stopped = await visitor();
  await install(stopped);
  await stopped.page.context().setOffline(true);
  const vectors = JSON.parse(readFileSync(fileURLToPath(new URL('../../crates/attest/vectors/duty.json', import.meta.url)), 'utf8'));
  const cases = vectors.cases.map(({ name, request, answer }: { name: string; request: { keys: string | null }; answer: unknown }) => ({
    name,
    request: { ...request, keys: request.keys && vectors.key_sets[request.keys] },
    answer,
  }));
  const answers = await stopped.page.evaluate(async (requests: unknown[]) => {
    const [cache] = await caches.keys();
    const kept = (await (await caches.open(cache)).keys()).map((request) => request.url);
    const code = await (await fetch(kept.find((address) => address.endsWith('.wasm')) ?? '')).arrayBuffer();
    const { instance } = await WebAssembly.instantiate(code, {});
    const { alloc, free, verify, memory } = instance.exports as {
      alloc(length: number): number;
      free(at: number, length: number): void;
      verify(at: number, length: number): number;
      memory: WebAssembly.Memory;
    };
    return requests.map((request) => {
      const text = new TextEncoder().encode(JSON.stringify(request));
      const at = alloc(text.length);
      new Uint8Array(memory.buffer, at, text.length).set(text);
      const answer = verify(at, text.length);
      free(at, text.length);
      const length = new DataView(memory.buffer).getUint32(answer, true);
      return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, answer + 4, length)));
    });
  }, cases.map(({ request }: { request: unknown }) => request));
  expect(answers.length).toBeGreaterThan(30);
  cases.forEach(({ name, answer }: { name: string; answer: unknown }, index: number) => expect(answers[index], name).toEqual(answer));
});

test('what a screen reader is given of each outcome', async ({ street, visitor }) => {
  const [officer, stopped] = [await visitor(), await visitor()];
  await stopWithDevice(street, officer);
  // The square code is made by the page's script.
  await shown(officer);
  await reads(officer.page, 'stop-with-device');
  await install(stopped);
  await reads(stopped.page, 'offline');
  await stopped.page.context().setOffline(true);
  await scan(stopped, await shown(officer));
  await finds(stopped, 'genuine');
  await reads(stopped.page, 'genuine-when-issued');
  await scan(stopped, changed(await shown(officer), OF_THE_FORCE));
  await finds(stopped, 'not-verified');
  await reads(stopped.page, 'not-verified-offline');
  await stopped.page.clock.setFixedTime(Date.now() + HOUR_MS);
  await scan(stopped, await shown(officer));
  await finds(stopped, 'could-not-be-determined');
  await reads(stopped.page, 'undetermined-offline');
});

for (const way of WAYS.filter((way) => way.script)) {
  test(`a phone that shows a word takes nothing but its answer, with and without a network, ${way.name}`, async ({ street, visitor }) => {
    const [officer, stopped] = [await visitor(), await visitor(way)];
    await stopWithDevice(street, officer);
    await install(stopped);
    const ofTheMoment = await shown(officer);
    await stopped.page.context().setOffline(true);
    await stopped.press('check-offline-word-show');
    const word = await stopped.page.locator('[data-word-text]').innerText();
    expect(word).toMatch(/^[2-9A-HJKMNP-Z]{4} [2-9A-HJKMNP-Z]{4}$/);
    await clean(stopped.page);

    // Somebody passes on a square code that was shown to somebody else.
    await scan(stopped, ofTheMoment);
    await finds(stopped, 'not-verified');
    await officer.type('stop-qr-word-label', word.toLowerCase());
    await expect.poll(() => shown(officer)).not.toBe(ofTheMoment);
    const answer = await shown(officer);
    await scan(stopped, answer);
    await finds(stopped, 'genuine');
    await stopped.sees('check-offline-word-answered');

    await stopped.page.context().setOffline(false);
    await scan(stopped, answer);
    await stopped.seesHeading('check-verified-heading');
    // Who showed no word takes no answer to one.
    const other = await visitor();
    await scan(other, answer);
    await other.seesHeading('check-refused-heading');
  });
}

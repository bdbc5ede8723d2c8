// An officer's own device: bound by an invitation, with the key that signs what is scanned; and what a forger makes of that.
import { expect } from '@playwright/test';
import { authenticator } from './passkey.ts';
import type { Person } from './person.ts';
import { scanned } from './qr.ts';
import { startStop } from './stop.ts';
import type { Street } from './street.ts';

/** Binds a device, books on and starts a stop: its code. */
export async function stopWithDevice(street: Street, officer: Person): Promise<string> {
  await authenticator(officer.page, 'of this device');
  await officer.page.goto(street.told.invitations.officer[0]);
  await officer.type('device-label', 'phone 6113');
  await officer.press('device-bind');
  await officer.page.waitForURL('**/duty');
  await officer.type('shift-ends-label', inHours(2));
  await officer.press('shift-book-on');
  return startStop(officer);
}

/** The time of day in London so many hours from now. */
export function inHours(hours: number): string {
  const then = new Date(Date.now() + hours * 3_600_000);
  return then.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
}

/** The address in the square code on the screen. */
export async function shown(officer: Person): Promise<string> {
  await expect(officer.page.locator('[data-qr-image] svg')).toBeVisible();
  const address = await scanned(officer.page);
  expect(address).toMatch(/^http:\/\/localhost:\d+\/check#\d{700,1000}$/);
  return address;
}

/** What the force attests for the device on the page, and the force's time. */
export interface Attested {
  attestation: string;
  key: string;
  audience: string;
  now: number;
}

export async function attested(officer: Person): Promise<Attested> {
  return officer.page.evaluate(async () => {
    const path = document.querySelector<HTMLElement>('[data-stop]')?.dataset.stop;
    const answer = await fetch(`${path}/attestation`, { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(`nothing attests: ${answer.status} ${await answer.text()}`);
    return answer.json();
  });
}

/** The slot of ten seconds of a time. */
export const slotOf = (seconds: number) => Math.floor(seconds / 10);

interface Signing {
  /** A slot, or the 8 letters of a challenge; `null` signs over nothing. */
  nonce: number | string | null;
  /** For another address than the one that is published. */
  audience?: string;
  /** With a key of which no force knows. */
  otherKey?: boolean;
}

/** The address that a device would show, signed with the script that the officer's page itself uses. */
export async function signed(officer: Person, what: Attested, signing: Signing): Promise<string> {
  const numbers = await officer.page.evaluate(
    async ([given, how]) => {
      const scripts = performance.getEntriesByType('resource').map((entry) => entry.name);
      const device = await import(scripts.find((name) => /\/device[^/]*\.js$/.test(name)) ?? '');
      const key = await device.findKey(how.otherKey ? await device.makeKey() : given.key);
      const audience = how.audience ?? given.audience;
      const attestation = device.fromBase64url(given.attestation);
      if (how.nonce !== null) return device.digits(await device.present(key, attestation, how.nonce, audience));
      // The same with CBOR's null in the place of the nonce.
      const utf8 = (text: string) => [...new TextEncoder().encode(text)];
      const bytes = (of: number[]) =>
        of.length < 24 ? [0x40 + of.length, ...of] : of.length < 256 ? [0x58, of.length, ...of] : [0x59, of.length >> 8, of.length & 255, ...of];
      const external = utf8(`candour-check-v1\n${audience}`);
      const tag = [...new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(external)))].slice(0, 4);
      const payload = bytes([0x83, 0xf6, ...bytes(tag), ...bytes([...attestation])]);
      const head = [0x43, 0xa1, 0x01, 0x26];
      const message = [0x84, 0x6a, ...utf8('Signature1'), ...head, ...bytes(external), ...payload];
      const made = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Uint8Array.from(message));
      return device.digits(Uint8Array.from([0xd2, 0x84, ...head, 0xa0, ...payload, ...bytes([...new Uint8Array(made)])]));
    },
    [what, signing] as const,
  );
  return `${what.audience}#${numbers}`;
}

const GROUPS = [0, 3, 5, 8, 10, 13, 15, 17];

/** The address with one byte changed: `fromEnd` counts from the end, where the device's signature is, the force's before it. */
export function changed(address: string, fromEnd: number): string {
  const [place, numbers] = address.split('#');
  const bytes: number[] = [];
  for (let at = 0; at < numbers.length; at += 17) {
    const group = numbers.slice(at, at + 17);
    const length = GROUPS.indexOf(group.length);
    const hex = BigInt(group).toString(16).padStart(length * 2, '0');
    for (let index = 0; index < length; index += 1) bytes.push(parseInt(hex.slice(index * 2, index * 2 + 2), 16));
  }
  bytes[bytes.length - fromEnd] ^= 1;
  let text = '';
  for (let at = 0; at < bytes.length; at += 7) {
    const group = bytes.slice(at, at + 7);
    text += String(group.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)).padStart(GROUPS[group.length], '0');
  }
  return `${place}#${text}`;
}

/** In the force's signature, behind which stand the two bytes of a head and the 64 of the device's. */
export const OF_THE_FORCE = 64 + 2 + 10;
/** In the device's signature. */
export const OF_THE_DEVICE = 10;

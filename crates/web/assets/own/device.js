// The key of this device for presentations: P-256, created here and never exported. The browser's database stores it under its
// public half, so that a shared device holds one for each officer.
const STORE = 'keys';

export const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
export const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function open() {
  const request = indexedDB.open('candour-device', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

// Creates a key and returns its public half: SEC1, base64url.
export async function makeKey() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const name = base64url(await crypto.subtle.exportKey('raw', pair.publicKey));
  const database = await open();
  await done(database.transaction(STORE, 'readwrite').objectStore(STORE).put(pair.privateKey, name));
  return name;
}

// The private half of a public key, or nothing if this device does not hold it.
export async function findKey(name) {
  const database = await open();
  return done(database.transaction(STORE).objectStore(STORE).get(name));
}

const utf8 = (text) => new TextEncoder().encode(text);
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

// A CBOR byte string.
function bytes(content) {
  const length = content.length;
  const head = length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  return join(head, content);
}

const slotItem = (slot) => [0x1a, (slot >>> 24) & 255, (slot >>> 16) & 255, (slot >>> 8) & 255, slot & 255];
const PROTECTED = [0x43, 0xa1, 0x01, 0x26];

// Signs the presentation of an attestation: over a slot (a number) or a challenge (8 letters), for one public address.
// `docs/check-protocol.md` defines it byte by byte.
export async function present(key, attestation, nonce, audience) {
  const external = utf8(`candour-check-v1\n${audience}`);
  const tag = new Uint8Array(await crypto.subtle.digest('SHA-256', external)).slice(0, 4);
  const item = typeof nonce === 'number' ? slotItem(nonce) : bytes(utf8(nonce));
  const payload = bytes(join([0x83], item, bytes(tag), bytes(attestation)));
  const toBeSigned = join([0x84, 0x6a], utf8('Signature1'), PROTECTED, bytes(external), payload);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, toBeSigned);
  return join([0xd2, 0x84], PROTECTED, [0xa0], payload, bytes(new Uint8Array(signature)));
}

// Bytes as digits: each 7 bytes to 17 digits, the last 1 to 6 to 3, 5, 8, 10, 13 or 15.
export function digits(content) {
  let text = '';
  for (let at = 0; at < content.length; at += 7) {
    const group = content.subarray(at, at + 7);
    const number = group.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    text += String(number).padStart([0, 3, 5, 8, 10, 13, 15, 17][group.length], '0');
  }
  return text;
}

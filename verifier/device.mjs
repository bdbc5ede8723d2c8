// Presents an attestation as the officer's device does: the reference of docs/check-protocol.md, without a CBOR
// library. `key` is a CryptoKey for ECDSA on P-256; `nonce` a slot (a number) or a challenge (8 characters).

const utf8 = (text) => new TextEncoder().encode(text)
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** A CBOR head of a byte string (0x40), and the bytes. */
function bytes(content) {
  const n = content.length
  const head = n < 24 ? [0x40 + n] : n < 256 ? [0x58, n] : [0x59, n >> 8, n & 255]
  return join(head, content)
}

/** The slot as a CBOR integer of four bytes: right from 1970-01-08 to the year 3331. */
const slotItem = (slot) => [0x1a, (slot >>> 24) & 255, (slot >>> 16) & 255, (slot >>> 8) & 255, slot & 255]

const PROTECTED = [0x43, 0xa1, 0x01, 0x26] // bstr of {1: -7}: ES256

export async function prepare(attestation, nonce, audience) {
  const external = utf8(`candour-check-v1\n${audience}`)
  const tag = new Uint8Array(await crypto.subtle.digest('SHA-256', external)).slice(0, 4)
  const item = typeof nonce === 'number' ? slotItem(nonce) : bytes(utf8(nonce))
  const payload = bytes(join([0x83], item, bytes(tag), bytes(attestation)))
  const toBeSigned = join([0x84, 0x6a], utf8('Signature1'), PROTECTED, bytes(external), payload)
  return { payload, toBeSigned }
}

export async function present(key, attestation, nonce, audience) {
  const { payload, toBeSigned } = await prepare(attestation, nonce, audience)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, toBeSigned)
  return join([0xd2, 0x84], PROTECTED, [0xa0], payload, bytes(new Uint8Array(signature)))
}

/** Bytes as digits: each 7 bytes to 17 digits, the last 1 to 6 to 3, 5, 8, 10, 13 or 15. */
export function digits(content) {
  let text = ''
  for (let at = 0; at < content.length; at += 7) {
    const group = content.subarray(at, at + 7)
    const number = group.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    text += String(number).padStart([0, 3, 5, 8, 10, 13, 15, 17][group.length], '0')
  }
  return text
}

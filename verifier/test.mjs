// The vectors of the protocol against the file that is served, and a device in JavaScript against the verifier:
// `node --test verifier/test.mjs`.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'

import { load, verify } from './call.mjs'
import { digits, prepare, present } from './device.mjs'

const here = (path) => new URL(path, import.meta.url)
const vectors = JSON.parse(await readFile(here('../crates/attest/vectors/duty.json')))
const wasm = await readFile(process.env.VERIFIER ?? here('../crates/web/assets/verifier.wasm'))
const exports = await load(wasm)

const withKeys = (request) => ({ ...request, keys: request.keys && vectors.key_sets[request.keys] })
const hex = (text) => Uint8Array.from(Buffer.from(text, 'hex'))
const first = vectors.first
const slotRequest = vectors.cases[0].request
const challengeRequest = vectors.cases[1].request

for (const { name, request, answer } of vectors.cases) {
  test(`vector: ${name}`, () => assert.deepEqual(verify(exports, withKeys(request)), answer))
}

test('the verifier asks for nothing: no network, no clock, no chance', async () => {
  assert.deepEqual(WebAssembly.Module.imports(await WebAssembly.compile(wasm)), [])
})

test('the file that is served has no bare signatures to be called', () => {
  assert.deepEqual(Object.keys(exports).filter((name) => typeof exports[name] === 'function').sort(), ['alloc', 'free', 'verify'])
})

async function deviceKey() {
  const [, x, y] = /^04(.{64})(.{64})$/.exec(first.device_public_key)
  const part = (text) => Buffer.from(text, 'hex').toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: part(x), y: part(y), d: part(first.device_private_key) }
  return crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
}

test('a device without a CBOR library signs the same bytes', async () => {
  const slot = Math.floor((slotRequest.now - 3) / 10)
  const { toBeSigned } = await prepare(hex(first.attestation), slot, slotRequest.audience)
  assert.equal(Buffer.from(toBeSigned).toString('hex'), first.presentation_to_be_signed)
  assert.equal(digits(hex(first.presentation)), slotRequest.fragment)
})

test('what a device signs with WebCrypto is genuine, over a slot and over a challenge', async () => {
  const key = await deviceKey()
  for (const [request, nonce] of [[slotRequest, Math.floor(slotRequest.now / 10)], [challengeRequest, '7Q4K29XA']]) {
    const presented = await present(key, hex(first.attestation), nonce, request.audience)
    assert.equal(verify(exports, withKeys({ ...request, fragment: digits(presented) })).outcome, 'genuine')
  }
})

test('every flipped bit of a genuine presentation is refused', () => {
  const genuine = hex(first.presentation)
  // One bit of each byte: the tests of the crate cover all bits of all bytes, which would take ten seconds here.
  for (let at = 0; at < genuine.length; at += 1) {
    const flipped = genuine.slice()
    flipped[at] ^= 1 << at % 8
    const answer = verify(exports, withKeys({ ...slotRequest, fragment: digits(flipped) }))
    assert.equal(answer.outcome, 'not-verified', `byte ${at}`)
  }
})

test('requests that are no requests say that nothing can be said', () => {
  const nothing = { outcome: 'could-not-be-determined', code: 'bad-request' }
  for (const request of [null, {}, [], 'x', 1e300, { ...slotRequest, now: -1 }, { ...slotRequest, more: 1 }]) {
    assert.deepEqual(verify(exports, request), nothing)
  }
  const { challenge, ...without } = withKeys(slotRequest)
  assert.deepEqual(verify(exports, without), nothing)
})

test('memory that was given back is used again', () => {
  const junk = { ...slotRequest, fragment: '9'.repeat(100_000), keys: null }
  verify(exports, junk)
  const before = exports.memory.buffer.byteLength
  for (let round = 0; round < 2000; round += 1) verify(exports, junk)
  assert.equal(exports.memory.buffer.byteLength, before)
})

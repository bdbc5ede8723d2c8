// Cost of verifying in WebAssembly, compared with the two bare P-256 verifications: `node verifier/bench.mjs FILE`, where
// FILE was built with `--features bench`.

import { readFile } from 'node:fs/promises'

import { lend, load, verify } from './call.mjs'

const vectors = JSON.parse(await readFile(new URL('../crates/attest/vectors/duty.json', import.meta.url)))
const exports = await load(await readFile(process.argv[2]))
const { first, cases } = vectors
const request = { ...cases[0].request, keys: vectors.key_sets.fresh }

const hex = (text) => Buffer.from(text, 'hex')
const one = (key, signed, message) => {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(message.length)
  return Buffer.concat([key, signed.subarray(-64), length, message])
}
const both = Buffer.concat([
  one(hex(first.force_public_key), hex(first.attestation), hex(first.attestation_to_be_signed)),
  one(hex(first.device_public_key), hex(first.presentation), hex(first.presentation_to_be_signed)),
])

function verified() {
  if (verify(exports, request).outcome !== 'genuine') throw new Error('not genuine')
}
function bare() {
  if (lend(exports, both, exports.bare) !== 2) throw new Error('a signature is false')
}

/** The median of rounds, in microseconds a call; the two take turns so that both see the same machine. */
function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1]
}
function timed(work) {
  const begin = process.hrtime.bigint()
  for (let round = 0; round < 20; round += 1) work()
  return Number(process.hrtime.bigint() - begin) / 20_000
}
for (let round = 0; round < 10; round += 1) { timed(verified); timed(bare) }
const [verifyTimes, bareTimes] = [[], []]
for (let round = 0; round < 41; round += 1) {
  verifyTimes.push(timed(verified))
  bareTimes.push(timed(bare))
}
const [verify_us, bare_us] = [median(verifyTimes), median(bareTimes)]
const round = (number, digits) => Number(number.toFixed(digits))
console.log(JSON.stringify({ verify_us: round(verify_us, 1), bare_us: round(bare_us, 1), ratio: round(verify_us / bare_us, 3) }))

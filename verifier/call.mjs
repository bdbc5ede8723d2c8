// Calls the verifier from a page: a request as JSON in, an answer as JSON out. The module imports nothing.

export async function load(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {})
  return instance.exports
}

/** Copies bytes into the verifier's memory, hands their address to `use`, and gives the memory back. */
export function lend(exports, bytes, use) {
  const pointer = exports.alloc(bytes.length)
  if (pointer === 0) throw new RangeError('the request is empty or longer than 1 MiB')
  new Uint8Array(exports.memory.buffer, pointer, bytes.length).set(bytes)
  try {
    return use(pointer, bytes.length)
  } finally {
    exports.free(pointer, bytes.length)
  }
}

export function verify(exports, request) {
  const answer = lend(exports, new TextEncoder().encode(JSON.stringify(request)), exports.verify)
  if (answer === 0) throw new Error('no memory for an answer')
  const length = new DataView(exports.memory.buffer).getUint32(answer, true)
  const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, answer + 4, length))
  exports.free(answer, 4 + length)
  return JSON.parse(text)
}

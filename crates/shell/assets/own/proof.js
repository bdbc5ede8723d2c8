// Solves the proof of work of a page with too many requests: it finds a number for which the SHA-256 of the challenge and the
// number begins with enough zero bits, and sends the form with it. Without this script the form can be sent by hand after the
// time that the page names.
const form = document.querySelector('form[data-challenge]');
const TRIES_AT_ONCE = 512;

function zeroBits(bytes) {
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0) {
      count += 8;
      continue;
    }
    return count + Math.clz32(byte) - 24;
  }
  return count;
}

async function solve(challenge, bits) {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += TRIES_AT_ONCE) {
    const tries = Array.from({ length: TRIES_AT_ONCE }, async (_, step) => {
      const text = `${challenge}.${start + step}`;
      const hash = await crypto.subtle.digest('SHA-256', encoder.encode(text));
      return zeroBits(new Uint8Array(hash)) >= bits ? text : null;
    });
    const found = (await Promise.all(tries)).find((text) => text !== null);
    if (found) return found;
  }
}

if (form && globalThis.crypto?.subtle) {
  document.querySelector('[data-working]')?.removeAttribute('hidden');
  const proof = await solve(form.dataset.challenge, Number(form.dataset.bits));
  if (form.method === 'get') {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'proof';
    field.value = proof;
    form.append(field);
  } else {
    form.action = `${form.getAttribute('action')}?proof=${encodeURIComponent(proof)}`;
  }
  form.submit();
}

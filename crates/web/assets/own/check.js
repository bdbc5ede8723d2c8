// A code scanned from an officer's screen is in the fragment of the address, which no server sees. With a network it is
// checked live; without one the verifier checks it with the stored keys. Without this script people type the code.
const verifier = './verifier.wasm';
const MAXIMUM_AGE_SECONDS = 30;
const LIVE_WITHIN_MS = 8000;
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const WORD = 'candour-word';
const WORD_SECONDS = 120;
const nowSeconds = () => Math.floor(Date.now() / 1000);
// More digits than any presentation has (docs/check-protocol.md), and longer than any other fragment of ours.
const DIGITS_MAXIMUM = 5000;
const LONGEST_LINK = 200;
const show = (name) => {
  for (const part of document.querySelectorAll('[data-offline]')) {
    part.hidden = part.dataset.offline !== name;
  }
  document.querySelector(`[data-offline="${name}"]`)?.focus();
};

// The word that this device showed in the last two minutes. Only a code that answers it is then accepted.
function wordShown() {
  try {
    const word = JSON.parse(localStorage.getItem(WORD));
    if (word && Math.abs(nowSeconds() - word.shown_at) <= WORD_SECONDS) return word;
    localStorage.removeItem(WORD);
  } catch {
    // A browser that stores nothing shows no word.
  }
  return null;
}

function drawWord() {
  let characters = '';
  while (characters.length < 8) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // 248 = 8 x 31: larger bytes would favour the first letters.
    if (byte < 248) characters += LETTERS[byte % 31];
  }
  localStorage.setItem(WORD, JSON.stringify({ characters, shown_at: nowSeconds() }));
  return `${characters.slice(0, 4)} ${characters.slice(4)}`;
}

// Replaces this page by another page of ours, with its scripts.
async function shown(text) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const main = page.querySelector('main');
  if (!main) throw new Error('not a page of ours');
  document.title = page.title;
  document.querySelector('main').replaceWith(document.adoptNode(main));
  const heading = main.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
  for (const script of page.querySelectorAll('script[type="module"][src]')) {
    const address = script.getAttribute('src');
    if (!document.querySelector(`script[src="${address}"]`)) await import(new URL(address, location.href).href);
  }
}

// Checks live: the answer is a page. `false` without a network.
async function live(digits) {
  const { scan } = document.querySelector('[data-scan]').dataset;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LIVE_WITHIN_MS);
  const word = wordShown();
  const said = word ? { word: word.characters, shown_at: word.shown_at } : {};
  try {
    const answer = await fetch(scan, {
      method: 'POST',
      body: new URLSearchParams({ presentation: digits, ...said }),
      signal: stop.signal,
    });
    if (answer.redirected) {
      location.replace(answer.url);
    } else {
      // An error page of ours: too many requests, or undetermined. It is shown as it is.
      await shown(await answer.text());
    }
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function call(exports, request) {
  const text = new TextEncoder().encode(JSON.stringify(request));
  const at = exports.alloc(text.length);
  new Uint8Array(exports.memory.buffer, at, text.length).set(text);
  const answer = exports.verify(at, text.length);
  exports.free(at, text.length);
  const length = new DataView(exports.memory.buffer).getUint32(answer, true);
  const told = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, answer + 4, length));
  exports.free(answer, 4 + length);
  return JSON.parse(told);
}

// Checks with the verifier and the public keys stored on this device.
async function kept(digits) {
  try {
    const [code, keys] = await Promise.all([fetch(verifier), fetch('/check/keys').catch(() => null)]);
    const word = wordShown();
    const { instance } = await WebAssembly.instantiate(await code.arrayBuffer(), {});
    const answer = await call(instance.exports, {
      fragment: digits,
      audience: `${location.origin}/check`,
      now: nowSeconds(),
      maximum_age_seconds: word ? WORD_SECONDS : MAXIMUM_AGE_SECONDS,
      challenge: word,
      stop: null,
      keys: keys?.ok ? await keys.json() : null,
    });
    if (answer.officer) {
      const { number, force_name: force, stop, issued_at: issued } = answer.officer;
      const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' });
      const values = { number, force, stop, issued: clock.format(new Date(issued * 1000)) };
      for (const [name, value] of Object.entries(values)) {
        const place = document.querySelector(`[data-offline-value="${name}"]`);
        place.dataset.template ??= place.textContent;
        place.textContent = place.dataset.template.replace('–', () => value);
      }
    }
    document.querySelector('[data-offline-word]').hidden = !word;
    show(answer.outcome);
  } catch {
    // A failure is never shown as verified, and never as not verified.
    show('could-not-be-determined');
  }
}

async function scanned() {
  const fragment = location.hash.slice(1);
  // A fragment that is no link within this page was scanned, even if it cannot be read.
  if (!/^[0-9]/.test(fragment) && fragment.length <= LONGEST_LINK) return;
  // A fragment that is too long is refused by its first part.
  const digits = fragment.slice(0, DIGITS_MAXIMUM + 1);
  // The history does not keep the fragment, and a reload does not repeat it.
  history.replaceState(null, '', location.pathname);
  show('reading');
  if (await live(digits)) return;
  await kept(digits);
}

await scanned();
addEventListener('hashchange', scanned);

const word = document.querySelector('[data-word]');
word?.querySelector('button').addEventListener('click', () => {
  const text = word.querySelector('[data-word-text]');
  text.textContent = drawWord();
  text.hidden = false;
});
if (word) word.hidden = false;

// Only the page about checking without a signal stores anything: its code and the public keys.
const install = document.querySelector('[data-install]');
if (install && 'serviceWorker' in navigator) {
  const forget = document.querySelector('[data-forget]');
  try {
    await navigator.serviceWorker.register('/check/worker.js', { scope: '/' });
    await navigator.serviceWorker.ready;
    const keys = await (await fetch('/check/keys')).json();
    const line = document.querySelector('[data-kept]');
    const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });
    line.textContent = line.textContent.replace('–', clock.format(new Date(keys.issued_at * 1000)));
    line.hidden = forget.hidden = false;
  } catch {
    // A browser that stores nothing still checks with a network.
  }
  forget.addEventListener('click', async () => {
    localStorage.removeItem(WORD);
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    document.querySelector('[data-kept]').hidden = forget.hidden = true;
    document.querySelector('[data-forgotten]').hidden = false;
  });
}

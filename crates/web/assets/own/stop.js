// The stop on the officer's screen: a new code before the old one expires, checks by the public, and the square code. Nothing
// here moves the focus or changes typed text. Without this script the page reloads itself.
import { digits, findKey, fromBase64url, present } from './device.js';
import { qrcode } from './qrcode-generator.js';

const stop = document.querySelector('[data-stop]');
const path = stop?.dataset.stop;
const NEXT_MS = 100_000;
const LOOK_MS = 5_000;
const SLOT_MS = 10_000;

const json = (address, options = {}) => fetch(address, { ...options, headers: { accept: 'application/json' } });

// The code. A screen reader reads only the code, when it changes: once in two minutes is enough.
const code = stop?.querySelector('[data-code]');
const wait = stop?.querySelector('[data-code-wait]');

async function nextCode() {
  try {
    const response = await json(`${path}/code`, { method: 'POST' });
    if (response.ok) {
      const drawn = await response.json();
      code.textContent = drawn.code;
      const until = stop.querySelector('[data-code-until]');
      until.textContent = until.textContent.replace(/\d\d:\d\d/, drawn.until);
      document.dispatchEvent(new CustomEvent('candour:session', { detail: drawn.session_seconds }));
      return setTimeout(nextCode, Math.max((drawn.seconds - 20) * 1000, 20_000));
    }
    // The stop or the shift has ended, or the officer was signed out. The page says which.
    if ([401, 403, 409].includes(response.status)) return location.reload();
    return setTimeout(nextCode, (Number(response.headers.get('retry-after')) || 10) * 1000);
  } catch {
    return setTimeout(nextCode, 10_000);
  }
}

if (code) {
  code.setAttribute('aria-live', 'polite');
  setTimeout(nextCode, NEXT_MS);
} else if (wait) {
  setTimeout(() => location.reload(), (Number(wait.dataset.codeWait) + 1) * 1000);
}

// Checks by the public, and the answer of the control room.
const state = stop?.querySelector('[data-state]');
async function look() {
  try {
    const response = await fetch(`${path}/state`);
    if (response.ok && !response.redirected) {
      const text = await response.text();
      const now = new DOMParser().parseFromString(text, 'text/html').body;
      if (now.textContent.trim() !== state.textContent.trim()) state.replaceChildren(...now.childNodes);
    }
  } catch {
    // The next request tries again.
  }
}
if (state) setInterval(look, LOOK_MS);

// The square code: the force's attestation, signed by this device every ten seconds, or over the word that a phone without a
// signal shows. The form answers the word of a page with a signal.
const section = stop?.querySelector('[data-qr]');
const none = stop?.querySelector('[data-qr-none]');
const field = stop?.querySelector('#qr-word');
const SVG = 'http://www.w3.org/2000/svg';
let attested;
let key;

function draw(address, numbers) {
  const made = qrcode(0, 'L');
  made.addData(`${address}#`, 'Byte');
  made.addData(numbers, 'Numeric');
  made.make();
  const count = made.getModuleCount();
  let line = '';
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (made.isDark(row, column)) line += `M${column + 4} ${row + 4}h1v1h-1z`;
    }
  }
  const image = document.createElementNS(SVG, 'svg');
  image.setAttribute('viewBox', `0 0 ${count + 8} ${count + 8}`);
  image.setAttribute('shape-rendering', 'crispEdges');
  // The element around it has a name.
  image.setAttribute('aria-hidden', 'true');
  const modules = document.createElementNS(SVG, 'path');
  modules.setAttribute('d', line);
  image.append(modules);
  section.querySelector('[data-qr-image]').replaceChildren(image);
}

const nowSeconds = () => Math.floor(Date.now() / 1000) + (attested?.ahead ?? 0);

async function attest() {
  const response = await json(`${path}/attestation`);
  if (!response.ok) throw new Error('nothing attests');
  const answer = await response.json();
  attested = { ...answer, bytes: fromBase64url(answer.attestation), ahead: answer.now - Math.floor(Date.now() / 1000) };
  key = await findKey(answer.key);
  if (!key) throw new Error('this device does not hold the key');
}

// The square code answers the word of a phone without a signal while that phone waits. After that it is a current one again.
const WORD_MS = 120_000;
let typed = { letters: '', at: 0 };
function word() {
  const letters = field.value.replace(/[\s-]/g, '').toUpperCase();
  if (letters !== typed.letters) typed = { letters, at: Date.now() };
  if (Date.now() - typed.at >= WORD_MS) field.value = '';
  return /^[2-9A-HJKMNP-Z]{8}$/.test(letters) && field.value ? letters : null;
}

async function square() {
  try {
    // A new one is fetched a minute before it expires. Without a network the old one is used until then.
    if (!attested || nowSeconds() > attested.expires_at - 60) {
      await attest().catch((error) => {
        if (!attested || nowSeconds() >= attested.expires_at) throw error;
      });
    }
    const nonce = word() ?? Math.floor(nowSeconds() / 10);
    draw(attested.audience, digits(await present(key, attested.bytes, nonce, attested.audience)));
    section.hidden = false;
    none.hidden = true;
  } catch {
    attested = undefined;
    section.hidden = true;
    none.hidden = false;
  }
}
if (section) {
  square();
  setInterval(square, SLOT_MS);
  field.addEventListener('input', square);
}

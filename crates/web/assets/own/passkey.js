// Signs in with a passkey, or creates one and the key of the device. Browsers give passkeys to scripts only.
import { base64url, fromBase64url, makeKey } from './device.js';

const form = document.querySelector('form[data-passkey]');
const box = document.querySelector('[data-passkey-error]');
const text = document.querySelector('[data-passkey-error-text]');

class Refused extends Error {}

async function post(address, body) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.detail ?? answer.title);
  return answer;
}

const listed = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: fromBase64url(one.id) }));

async function signIn() {
  const { publicKey } = await post(form.dataset.begin, {});
  const found = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: fromBase64url(publicKey.challenge),
      allowCredentials: listed(publicKey.allowCredentials),
    },
  });
  const { response } = found;
  return post(form.dataset.finish, {
    id: found.id,
    rawId: base64url(found.rawId),
    type: found.type,
    extensions: {},
    response: {
      authenticatorData: base64url(response.authenticatorData),
      clientDataJSON: base64url(response.clientDataJSON),
      signature: base64url(response.signature),
      userHandle: response.userHandle ? base64url(response.userHandle) : null,
    },
  });
}

async function bind() {
  const address = location.pathname.replace(/\/$/, '');
  const { publicKey } = await post(`${address}/begin`, {});
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: fromBase64url(publicKey.challenge),
      user: { ...publicKey.user, id: fromBase64url(publicKey.user.id) },
      excludeCredentials: listed(publicKey.excludeCredentials),
    },
  });
  const { response } = made;
  return post(`${address}/finish`, {
    device: form.elements.device.value,
    key: 'key' in form.dataset ? await makeKey() : null,
    credential: {
      id: made.id,
      rawId: base64url(made.rawId),
      type: made.type,
      extensions: {},
      response: {
        attestationObject: base64url(response.attestationObject),
        clientDataJSON: base64url(response.clientDataJSON),
      },
    },
  });
}

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  box.hidden = true;
  try {
    if (!globalThis.PublicKeyCredential) throw new Refused(text.dataset.none);
    const { to } = await (form.dataset.passkey === 'bind' ? bind() : signIn());
    location.assign(to);
  } catch (error) {
    // The browser's own words about an unused passkey are not in the language of the page, and say no more.
    text.textContent = error instanceof Refused ? error.message : text.dataset.failed;
    box.hidden = false;
    box.focus();
    button.disabled = false;
  }
});

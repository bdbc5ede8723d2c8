// A waiting page looks for the answer every 5 seconds, and reloads only when the page has changed, so that focus and the
// position of a screen reader stay. Without script the page reloads each time.
const EVERY_MS = 5000;

const heading = (page) => page.querySelector('h1')?.textContent;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // A page that no longer waits is shown even if its heading is the same.
    const waits = page.querySelector('[data-wait]') !== null;
    if (answer.ok && (heading(page) !== heading(document) || !waits)) location.reload();
  } catch {
    // Without a network the next look tries again. The page says how to look by hand.
  }
}

setInterval(look, EVERY_MS);

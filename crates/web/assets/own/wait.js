// A page that waits for an answer looks for it every 5 seconds, and is loaded anew only when it says something else: focus and
// what a screen reader reads stay where they are. Without script the page is loaded anew each time.
const EVERY_MS = 5000;

const heading = (page) => page.querySelector('h1')?.textContent;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // Also a page that waits no more under the same heading: the time of a word is over.
    const waits = page.querySelector('[data-wait]') !== null;
    if (answer.ok && (heading(page) !== heading(document) || !waits)) location.reload();
  } catch {
    // No network now: the next look may have one. The page says how to look by hand.
  }
}

setInterval(look, EVERY_MS);

// Keeps the board of the control room up to date. Only new parts are replaced, so that focus, open details and a press of a
// button survive. Without this script the page refreshes every 5 seconds.
const frame = document.querySelector('[data-live]');
const board = document.getElementById('board');
const on = frame?.querySelector('[data-live-on]');
const off = frame?.querySelector('[data-live-off]');
const text = frame?.querySelector('[data-live-text]');

// The page says that it is not live after three missed signs of life.
const SILENCE_MS = 30_000;
const AGAIN_MS = 5_000;

// The HTML of each item as the server wrote it. A browser adds to it, such as `open` of details.
const written = new WeakMap();
let source = null;
let silence = 0;

function remember(element) {
  for (const list of element.querySelectorAll('[data-list]')) {
    for (const item of list.children) {
      written.set(item, item.outerHTML);
    }
  }
}

function announce(how, texts) {
  const region = frame.querySelector(`[data-announce="${how}"]`);
  if (texts.length > 0) {
    region.textContent = texts.join('. ');
  }
}

function keepOpen(known, item) {
  const before = known.querySelectorAll('details');
  item.querySelectorAll('details').forEach((details, number) => {
    details.open = before[number]?.open ?? false;
  });
}

// Makes a list equal to a fresh one, item by item, and returns the new items.
function renew(list, fresh) {
  const news = [];
  const wanted = new Set([...fresh.children].map((item) => item.id));
  for (const item of [...list.children]) {
    if (!wanted.has(item.id)) {
      item.remove();
    }
  }
  let place = list.firstElementChild;
  for (const item of [...fresh.children]) {
    const html = item.outerHTML;
    const known = list.querySelector(`:scope > [id="${CSS.escape(item.id)}"]`);
    if (known && written.get(known) === html && known === place) {
      place = place.nextElementSibling;
      continue;
    }
    if (known) {
      keepOpen(known, item);
      if (known === place) {
        place = place.nextElementSibling;
      }
      known.remove();
    } else if (item.dataset.new) {
      news.push(item.dataset.new);
    }
    list.insertBefore(item, place);
    written.set(item, html);
  }
  return news;
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('board');
  if (!fresh) {
    return;
  }
  const focused = document.activeElement;
  const within = board.contains(focused) ? focused : null;
  const section = within?.closest('section')?.id;
  for (const list of fresh.querySelectorAll('[data-list]')) {
    const known = document.getElementById(list.id);
    if (known) {
      announce(list.dataset.list, renew(known, list));
    }
  }
  for (const part of fresh.querySelectorAll('[data-part], .candour-count')) {
    const known = document.getElementById(part.id);
    if (known && known.innerHTML !== part.innerHTML) {
      known.innerHTML = part.innerHTML;
    }
  }
  if (within && !within.isConnected) {
    // Focuses the same button in its new place, or the part of the board that it was in if it is gone.
    const again = (within.id && document.getElementById(within.id)) || (section && document.getElementById(section));
    again?.focus({ preventScroll: true });
  }
  document.title = fresh.dataset.title + frame.dataset.titleSuffix;
}

function live(is, why = 'broken') {
  on.hidden = !is;
  if (off.hidden !== is) {
    off.hidden = is;
  }
  const words = is ? '' : text.dataset[why];
  if (text.textContent !== words) {
    text.textContent = words;
  }
}

function heard() {
  clearTimeout(silence);
  silence = setTimeout(again, SILENCE_MS);
}

function again() {
  live(false);
  source?.close();
  clearTimeout(silence);
  silence = setTimeout(connect, AGAIN_MS);
}

function connect() {
  source = new EventSource(frame.dataset.live);
  heard();
  source.addEventListener('board', (event) => {
    heard();
    live(true);
    show(event.data);
  });
  source.addEventListener('alive', heard);
  source.addEventListener('lost', () => {
    heard();
    live(false, 'lost');
  });
  source.addEventListener('error', again);
}

if (frame && board) {
  remember(board);
  connect();
  // A page in the history of the browser holds no connection open.
  addEventListener('pagehide', () => {
    clearTimeout(silence);
    source?.close();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      connect();
    }
  });
}

// Stores the check for a phone without a signal: the pages, files and keys that `KEPT` names, and nothing about anybody. With
// a network everything is requested; the stored copies answer only without one.
const NAME = `check-${KEPT.version}-${KEPT.files.join().length}`;

addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    await cache.addAll([...KEPT.files, ...KEPT.pages]);
    await skipWaiting();
  })());
});

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name !== NAME) await caches.delete(name);
    }
    await clients.claim();
  })());
});

addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const ours = [...KEPT.files, ...KEPT.pages].includes(pathname);
  if (event.request.method !== 'GET' || origin !== location.origin || !ours) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    try {
      const answer = await fetch(event.request);
      // The newest keys and pages are stored.
      if (answer.ok) await cache.put(pathname, answer.clone());
      return answer;
    } catch (error) {
      const known = await cache.match(pathname);
      if (known) return known;
      throw error;
    }
  })());
});

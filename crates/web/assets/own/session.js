// Warns five minutes before the session ends, and lets the person stay signed in without leaving the page or losing typed text.
// Without this script a form does the same on a page beside this one.
const section = document.querySelector('[data-session]');
const SOON_MS = 5 * 60 * 1000;

if (section) {
  const parts = Object.fromEntries(
    ['soon', 'stayed', 'over'].map((name) => [name, section.querySelector(`[data-session-${name}]`)]),
  );
  const show = (name) => {
    for (const [other, part] of Object.entries(parts)) part.hidden = other !== name;
  };
  let endsAt = Date.now() + Number(section.dataset.seconds) * 1000;

  const look = () => {
    const left = endsAt - Date.now();
    if (left <= 0) {
      if (parts.over.hidden) show('over');
    } else if (left <= SOON_MS && parts.soon.hidden) {
      show('soon');
    }
  };

  // Another script of the page has used the session, which extends it.
  document.addEventListener('candour:session', (event) => {
    endsAt = Date.now() + event.detail * 1000;
    if (!parts.soon.hidden) show('stayed');
  });

  section.querySelector('[data-stay-form]').addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const response = await fetch(section.dataset.stay, { method: 'POST', headers: { accept: 'application/json' } });
      if (response.ok) {
        endsAt = Date.now() + (await response.json()).seconds * 1000;
        show('stayed');
      } else if (response.status === 401) {
        show('over');
      }
    } catch {
      // Without a network nothing changes, and the person can try again.
    }
  });

  setInterval(look, 5000);
  look();
}

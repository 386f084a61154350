// Keeps the page that verifies certificates, its parts and the public keys, for where the
// server cannot be reached. What is fetched anew takes the place of what was kept.
const kept = 'verify-2';
const keys = '/.well-known/jwks.json';
const patience = 5000; // milliseconds after which what was kept is shown

// keep leaves Vary out: what is kept answers whatever else the request says, so that the
// page is there after its language or cookies have changed.
async function keep(path, response) {
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const headers = new Headers(response.headers);
  headers.delete('Vary');
  await (await caches.open(kept)).put(path, new Response(await response.blob(), { headers }));
}

// keepPage keeps the page in the language and size of the text, as somebody sees it who is
// not signed in: the next person with this browser is shown no name. It keeps the page after
// its parts, so that a kept page never lacks one.
async function keepPage(text) {
  const wish = new URLSearchParams({
    lang: text.includes('<html lang="en"') ? 'en' : 'zh',
    size: /<html[^>]* class="large"/.test(text) ? 'large' : 'normal',
  });
  const page = await fetch(`/verify?${wish}`, { credentials: 'omit' });
  const parts = [...(await page.clone().text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(match => match[1]);
  await Promise.all([keys, ...parts].map(async part => keep(part, await fetch(part))));
  await keep('/verify', page);
}

// soon is the answer of the network, if it comes in time and the server is not in trouble.
async function soon(request) {
  const late = new Promise((_, reject) => setTimeout(reject, patience, new Error('late')));
  const response = await Promise.race([fetch(request), late]);
  if (response.status >= 500) throw new Error(`${response.status}`);
  return response;
}

addEventListener('install', event => event.waitUntil((async () => keepPage(await (await fetch('/verify')).text()))()));

addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
  await clients.claim();
})()));

addEventListener('fetch', event => {
  if (event.request.method !== 'GET') return;
  const path = new URL(event.request.url).pathname;
  event.respondWith((async () => {
    const old = await (await caches.open(kept)).match(path);
    if (!old) return fetch(event.request);
    try {
      const fresh = await soon(event.request);
      if (fresh.ok) {
        const again = fresh.clone();
        const keeping = path === '/verify' ? again.text().then(keepPage) : keep(path, again);
        event.waitUntil(keeping.catch(() => {})); // what was kept stays
      }
      return fresh;
    } catch {
      return old;
    }
  })());
});

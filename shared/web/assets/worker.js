// Keeps the page that verifies certificates, its parts and the public keys, for where
// there is no network. What is fetched anew takes the place of what was kept.
const kept = 'verify';

addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(kept);
  const page = await fetch('/verify');
  const text = await page.clone().text();
  await cache.put('/verify', page);
  const parts = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(match => match[1]);
  await cache.addAll(['/.well-known/jwks.json', ...parts]);
})()));

addEventListener('fetch', event => {
  if (event.request.method !== 'GET') return;
  event.respondWith((async () => {
    const cache = await caches.open(kept);
    try {
      const fresh = await fetch(event.request);
      if (fresh.ok && await cache.match(event.request, { ignoreSearch: true })) await cache.put(event.request, fresh.clone());
      return fresh;
    } catch (failed) {
      const old = await cache.match(event.request, { ignoreSearch: true });
      if (old) return old;
      throw failed;
    }
  })());
});

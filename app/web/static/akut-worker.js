// Keeps the pages of society-critical systems for a day. The network comes first; the copy is for when it is gone.
const STORE = "akut-__EDITION__";
const LONGEST = 24 * 60 * 60 * 1000;
const KEPT_AT = "x-kept-at";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
  await self.clients.claim();
})()));

const keep = async (address) => {
  const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
  const store = await caches.open(STORE);
  if (!answer.ok) { await store.delete(address); return; }
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  await store.put(address, new Response(await answer.blob(), { headers }));
  const page = await (await store.match(address)).text();
  for (const [, part] of page.matchAll(/(?:href|src)="(\/statisk\/[^"]+)"/g)) {
    if (!(await store.match(part))) await store.add(part);
  }
};

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(Promise.allSettled(event.data.keep.map(keep)));
});

const kept = async (request) => {
  const url = new URL(request.url);
  const store = await caches.open(STORE);
  const found = (await store.match(request)) ?? (url.pathname === "/akut" ? await store.match("/akut") : undefined);
  if (!found) return undefined;
  const at = Number(found.headers.get(KEPT_AT) ?? Date.now());
  if (Date.now() - at > LONGEST) { await store.delete(request); return undefined; }
  if (!found.headers.get("content-type")?.includes("html")) return found;
  const minutes = Math.round((Date.now() - at) / 60000);
  const age = minutes < 60 ? `${minutes} min.` : `${Math.round(minutes / 60)} t.`;
  const said = `<div class="notice" role="status"><p>Der er ikke forbindelse til registret. Siden er en kopi, der er ${age} gammel.</p></div>`;
  const page = (await found.text()).replace(/(<main[^>]*>)/, `$1${said}`);
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
};

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith((async () => {
    try {
      return await fetch(event.request);
    } catch (error) {
      const copy = await kept(event.request);
      if (copy) return copy;
      throw error;
    }
  })());
});

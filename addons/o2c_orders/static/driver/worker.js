/* Keeps the driver's page for a dead spot: the network first, the last copy without it. */
const CACHE = "o2c-run";
const WAIT = 5000; // milliseconds: a network that answers later is none

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    if (event.request.method === "GET") {
        event.respondWith(answer(event.request));
    }
});

async function answer(request) {
    const cache = await caches.open(CACHE);
    try {
        const response = await fetch(request, { signal: AbortSignal.timeout(WAIT) });
        if (response.ok) {
            await cache.put(request, response.clone());
        } else if (response.status === 403) {
            // the link is over: the addresses of customers do not stay on the phone
            await cache.delete(request);
        }
        return response;
    } catch (error) {
        const known = await cache.match(request);
        if (known) {
            return known;
        }
        throw error;
    }
}

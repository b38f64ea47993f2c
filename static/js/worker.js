// The service worker; /sw.js puts the lists of pages in front of it.
/* global VERSION, IN_A_PARCEL, PAGES */
// PAGES: {"uk": {"must": [[path, digest], …], "should": […]}, "en": …}
const STORE = `st-${VERSION}`;
const VISITED = "pg-v1"; // public pages somebody opened that are on no list
const MEDIA = "media-v1"; // recorded voices that somebody chose to keep
const FLAGS = "flags"; // the language in use, and "leaving": a sign-out waits for the network
const VISITED_AT_MOST = 60;
const AT_A_TIME = 4;
const PAUSES = [0, 1000, 3000, 9000];
const PATIENCE = 2500;
const LONG_PATIENCE = 10000;
const PARCEL_PATIENCE = 30000;
const LANGUAGES = Object.keys(PAGES);
const DIGESTS = new Map(LANGUAGES.flatMap((code) => [...PAGES[code].must, ...PAGES[code].should]));
const PRIVATE = /^\/(api\/|(uk|en)\/(staff|mine)(\/|$)|calendar\/|metrics|healthz)/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// A newer version comes whole: with nobody looking it takes over unasked, perhaps in a cellar.
async function install() {
  const parts = self.registration.active ? ["must", "should"] : ["must"];
  if (!(await tryToKeep(await languageInUse(), parts))) throw new Error("not installed");
}

const older = async () => (await caches.keys()).filter((name) => /^st-/.test(name) && name !== STORE);

// Pages say their language as soon as they are controlled; the second list is fetched then.
const activate = () => self.clients.claim();

const keeping = {};

// It may fail and is tried again; it never spoils the installation.
function keepTheRest(language) {
  keeping[language] ??= tryToKeepTheRest(language).finally(() => delete keeping[language]);
  return keeping[language];
}

async function tryToKeepTheRest(language) {
  if (!(await tryToKeep(language, ["must", "should"]))) return;
  await dropOlderVersions();
  for (const client of await self.clients.matchAll()) client.postMessage({ ready: true });
}

async function tryToKeep(language, parts) {
  for (const pause of PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (await keepAll(language, parts).then(() => true, () => false)) return true;
  }
  return false;
}

// Only when no newer worker is getting ready beside this one.
async function dropOlderVersions() {
  if (self.registration.installing || self.registration.waiting) return;
  for (const name of await older()) await caches.delete(name);
}

// What parcels did not bring comes a few at a time.
async function keepAll(language, parts) {
  const store = await caches.open(STORE);
  for (const part of parts) await unpackAll(store, language, part);
  const rest = parts.flatMap((part) => PAGES[language][part]);
  const failures = [];
  const one = async () => {
    for (let entry = rest.shift(); entry; entry = rest.shift()) {
      await keepOne(store, ...entry).catch((failure) => failures.push(failure));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, one));
  if (failures.length) throw failures[0];
}

// A parcel is worth it where the phone has less than half of it.
async function unpackAll(store, language, part) {
  const list = PAGES[language][part];
  for (let from = 0; from < list.length; from += IN_A_PARCEL) {
    const some = list.slice(from, from + IN_A_PARCEL);
    const there = await Promise.all(some.map((entry) => caches.match(keyOf(...entry))));
    if (there.filter(Boolean).length * 2 < some.length) {
      await unpack(store, some, `/kept/${language}/${part}/${from / IN_A_PARCEL}`).catch(() => {});
    }
  }
}

// A line with types and lengths, then the bodies. What has another digest is fetched alone.
async function unpack(store, entries, address) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout?.(PARCEL_PATIENCE) });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let at = bytes.indexOf(10) + 1;
  const bodies = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)));
  for (const [place, [type, length]] of bodies.entries()) {
    const [path, digest] = entries[place];
    const body = bytes.slice(at, (at += length));
    if ((await digestOf(body)) === digest) await store.put(keyOf(path, digest), unpacked(body, type, digest, answer));
  }
}

// With the headers of the parcel: the policy of a page has to come with it.
function unpacked(body, type, digest, answer) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("Content-Type", type);
  headers.set("ETag", `W/"${digest}"`);
  return new Response(body, { headers });
}

async function digestOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Bytes that the phone has under the same digest are not fetched again.
async function keepOne(store, path, digest) {
  const key = keyOf(path, digest);
  if (await store.match(key)) return;
  const answer = (await caches.match(key)) ?? (await fetch(path, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout?.(LONG_PATIENCE) }));
  // Another digest: the server has just changed, and this version is not to be had any more.
  if (!answer.ok || !answer.headers.get("ETag")?.includes(digest)) throw new Error(`${path} ${answer.status}`);
  await store.put(key, answer.clone());
}

const keyOf = (path, digest) => `${path}?d=${digest}`;

async function listed(path) {
  const digest = DIGESTS.get(path);
  return digest && (await caches.open(STORE)).match(keyOf(path, digest));
}

async function languageInUse() {
  const said = await flag("language");
  if (said) return said;
  const clients = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const shown = clients.map((client) => new URL(client.url).pathname.split("/")[1]);
  return shown.find((code) => LANGUAGES.includes(code)) ?? LANGUAGES[0];
}

async function flag(name) {
  const found = await (await caches.open(FLAGS)).match(`/flags/${name}`);
  return found?.text();
}

async function setFlag(name, value) {
  const flags = await caches.open(FLAGS);
  if (value === null) await flags.delete(`/flags/${name}`);
  else await flags.put(`/flags/${name}`, new Response(value));
}

self.addEventListener("message", (event) => {
  if (event.data === "skip") self.skipWaiting();
  else if (event.data === "leaving") event.waitUntil(hearNothingMore());
  else if (LANGUAGES.includes(event.data?.language)) {
    // A page that was opening while this worker became active is not controlled yet.
    self.clients.claim();
    event.waitUntil(setFlag("language", event.data.language).then(() => keepTheRest(event.data.language)));
  }
});

// What comes is shown as it is, as browsers without a worker show it.
self.addEventListener("push", (event) => event.waitUntil(show(event)));

// Something is shown whatever came and whatever fails: a push that shows nothing may cost the permission.
async function show({ data }) {
  const told = await (async () => data.json().notification)().catch(() => null);
  const { title = location.hostname, navigate = "/", ...options } = told ?? {};
  await self.registration.showNotification(title, { ...options, icon: "/static/icons/192.png", data: navigate });
  await setFlag("pushed", new Date().toISOString());
  for (const page of await self.clients.matchAll()) page.postMessage({ pushed: true });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(new URL(event.notification.data, location.origin)));
});

// Only pages of our own; what somebody is in the middle of stays as it is.
async function openPage({ pathname }) {
  const open = await self.clients.matchAll({ type: "window" });
  const shown = open.find(({ url }) => new URL(url).pathname === pathname);
  return shown ? shown.focus() : self.clients.openWindow(pathname);
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribeAgain()));

// For a phone that the server knows; the rest is found at the next start, by reachable.js.
async function subscribeAgain() {
  const { phone } = await (await fetch("/api/v1/me")).json();
  if (!phone.address || (await flag("leaving"))) return;
  const { pushManager } = self.registration;
  const options = { userVisibleOnly: true, applicationServerKey: phone.key };
  await post("devices", (await pushManager.getSubscription()) ?? (await pushManager.subscribe(options)));
}

const post = (call, body) =>
  fetch(`/api/v1/${call}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

// The next person on this phone is asked like anybody.
async function hearNothingMore() {
  await setFlag("pushed", null);
  for (const shown of await self.registration.getNotifications()) shown.close();
  await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (PRIVATE.test(url.pathname)) {
    if (request.method === "GET") event.respondWith(privately(request));
  } else if (request.method !== "GET") {
    return;
  } else if (request.mode === "navigate") {
    event.respondWith(page(event, url));
  } else {
    const found = listed(url.pathname).then((kept) => kept ?? recording(request));
    event.respondWith(found.catch(() => fromBefore(url)).then((kept) => kept ?? Response.error()));
  }
});

// Players ask for slices, and Safari plays nothing that comes otherwise.
async function recording(request) {
  const kept = await caches.match(request.url, { cacheName: MEDIA });
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("Range"));
  if (!kept || !asked) return kept ?? fetch(request);
  const body = await kept.blob();
  const { size } = body;
  const from = asked[1] ? +asked[1] : Math.max(0, size - asked[2]);
  const end = Math.min(size, asked[1] && asked[2] ? +asked[2] + 1 : size);
  const isThere = from < end;
  const headers = { "Content-Type": body.type, "Content-Range": `bytes ${isThere ? `${from}-${end - 1}` : "*"}/${size}` };
  return new Response(isThere ? body.slice(from, end) : null, { status: isThere ? 206 : 416, headers });
}

// While a sign-out still waits for the network nothing private is asked for.
async function privately(request) {
  if (await flag("leaving")) {
    const ended = await post("sign-out", {}).catch(() => null);
    if (ended?.status !== 204) return new Response(null, { status: 401 });
    await setFlag("leaving", null);
  }
  try {
    return await fetch(request);
  } catch (failure) {
    if (request.mode !== "navigate") throw failure;
    return offlinePage(new URL(request.url));
  }
}

// A listed page is shown at once and never replaced alone: all pages of a version belong together.
async function page(event, url) {
  const known = await listed(url.pathname);
  if (known) return known;
  const visited = await caches.open(VISITED);
  const saved = await visited.match(url.pathname + url.search);
  const fresh = fromNetwork(event.request, url, visited);
  event.waitUntil(fresh.catch(() => {}));
  try {
    return await soon(fresh, saved ? PATIENCE : LONG_PATIENCE);
  } catch {
    return saved ?? (await fromBefore(url)) ?? offlinePage(url);
  }
}

// In a cellar what is older is better than nothing.
async function fromBefore({ pathname }) {
  for (const cacheName of await older()) {
    const found = await caches.match(pathname, { cacheName, ignoreSearch: true });
    if (found) return found;
  }
}

async function fromNetwork(request, url, visited) {
  const answer = await fetch(request);
  if (answer.status >= 500) throw new Error(String(answer.status));
  const isPublic = (answer.headers.get("Cache-Control") ?? "").includes("public") && !answer.headers.has("X-Private");
  if (answer.ok && isPublic && !answer.redirected) {
    await visited.put(url.pathname + url.search, answer.clone());
    const keys = await visited.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - VISITED_AT_MOST))) await visited.delete(old);
  }
  return answer;
}

async function offlinePage(url) {
  const asked = url.pathname.split("/")[1];
  const language = LANGUAGES.includes(asked) ? asked : await languageInUse();
  const shell = url.pathname === "/" ? await listed(`/${language}/`) : undefined;
  return shell ?? (await listed(`/${language}/offline`)) ?? (await listed(`/${await languageInUse()}/offline`)) ?? Response.error();
}

function soon(promise, milliseconds) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, milliseconds))]);
}

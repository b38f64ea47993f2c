// Who is signed in on this phone: coming, going, and the last answer of /api/v1/me.
import { ask, post, send } from "./ask.js";
import { owner, GUEST } from "./diary.js";
import { allProgress, practiceDays } from "./done.js";
import { adopt, join } from "./joined.js";
import { tryNow, unsent } from "./outbox.js";
import { forget, keep, kept, SHARED_REST } from "./store.js";
import { hearNothingMore, putAway, tabs, takeAway } from "./tidy.js";

let asked = 0; // how often /me was asked, and which answers are too old: asked before one heard, or before a change
let heard = 0;
const NOTHING = { group: null, assignments: [], progress: { modules: [], practice_days: [] } };
tabs?.addEventListener("message", () => location.reload());

// The copy on the phone at once; a fresh one is asked for by refresh().
export const me = () => kept("personal", "me");

// Returns what the server says now, or null when it said nothing.
export async function refresh({ changed } = {}) {
  if (await isLeaving()) {
    await finishLeaving();
    return null;
  }
  const before = await me();
  if (!before) return null;
  const turn = ++asked;
  if (changed) heard = turn;
  const answer = await ask("/api/v1/me", { headers: { Accept: "application/json" } });
  const fresh = answer?.status === 200 ? await answer.json().catch(() => null) : null;
  const now = await me();
  // Gone meanwhile, or a later question was answered first: this answer comes too late.
  if (turn < heard || now?.participant.id !== before.participant.id) return now ?? null;
  if (answer && answer.status < 500) heard = turn;
  if (answer?.status === 410) return erased();
  if (answer?.status === 401 || answer?.status === 404) return askToSignIn(answer);
  if (!fresh?.participant) return null;
  await forget("personal", "signed-out");
  await take(fresh);
  return fresh;
}

// 404 is what staff get who came in with this browser.
async function askToSignIn({ status }) {
  if (status === 401 && (await kept("device", "shared"))) return goAway();
  await keep("personal", "signed-out", true);
  return null;
}

async function take(fresh) {
  const before = await owner();
  if (before !== GUEST && before !== fresh.participant.id) await takeAway({ unsentStays: true });
  await keep("personal", "me", withoutPlaceAndPeople(fresh));
  await keep("personal", "heard", new Date().toISOString());
  if (fresh.is_shared !== undefined) await keep("device", "shared", fresh.is_shared);
  await touch();
  await join(fresh.participant.id, fresh.progress);
  dispatchEvent(new CustomEvent("me", { detail: fresh }));
}

// A phone may be taken from its owner: which centre, and who guides, is shown while online and never kept.
function withoutPlaceAndPeople({ progress: _kept, ...fresh }) {
  if (!fresh.group) return fresh;
  const { centre: _centre, facilitators: _people, ...group } = fresh.group;
  return { ...fresh, group };
}

// Somebody came in and the phone did not hear of it, as through a form without its script: it learns who it is.
export async function recognise() {
  if ((await me()) || (await isLeaving())) return;
  const answer = await ask("/api/v1/me");
  if (answer?.ok) await take(await answer.json());
}

// Returns null when it worked, else what to tell: "wrong", "wait" or "away".
export async function signIn(credentials, { shared = false, adoptGuest = false } = {}) {
  await finishBefore();
  const answer = await post("/api/v1/sign-in", { ...credentials, shared });
  if (!answer) return "away";
  if (answer.status === 429) return "wait";
  if (!answer.ok) return answer.status >= 500 ? "away" : "wrong";
  await arrive((await answer.json()).participant, { shared, adoptGuest });
  return null;
}

// Makes a participant with a slip, which is shown before anything else; the guest's progress becomes hers.
export async function keepProgress({ shared = false } = {}, show) {
  await finishBefore();
  const answer = await post("/api/v1/participants", { language: document.documentElement.lang, shared });
  const made = answer?.status === 201 ? await answer.json() : null;
  if (!made) return false;
  show(made);
  await arrive(made.participant, { shared, adoptGuest: true });
  return true;
}

export async function arrive(participant, { shared, adoptGuest }) {
  await stopLeaving();
  const isAnother = (await owner()) !== participant.id;
  if (isAnother || shared) await hearNothingMore();
  if (isAnother) {
    await take({ participant, ...NOTHING });
    if (!adoptGuest) await putAway();
  }
  if (adoptGuest) await adopt(participant.id);
  await keep("device", "shared", shared);
  await touch();
  await forget("personal", "signed-out");
  await refresh();
  tryNow();
  tabs?.postMessage("changed");
}

export async function hasGuestProgress() {
  return (await owner()) === GUEST && ((await allProgress()).size > 0 || (await practiceDays()).length > 0);
}

// Leaves nothing personal on this phone; the server ends the sign-in now or when it can be reached.
// Returns whether it did so now.
export async function signOut() {
  await keep("device", "leaving", true);
  await raiseLeaving();
  await takeAway();
  tabs?.postMessage("changed");
  return finishLeaving();
}

export const unsentCount = async () => (await unsent()).length;

// Whoever comes in while a sign-out still waits for the network must not be signed out by it.
export async function finishBefore() {
  if (await isLeaving()) await finishLeaving();
}

async function finishLeaving() {
  const answer = await post("/api/v1/sign-out");
  if (answer?.status !== 204) return false;
  await stopLeaving();
  return true;
}

async function stopLeaving() {
  await forget("device", "leaving");
  await flags((all) => all.delete("/flags/leaving"));
}

// The worker reads it too, and it outlives what is erased here.
const raiseLeaving = () => flags((all) => all.put("/flags/leaving", new Response("1")));
const isRaised = () => caches.match("/flags/leaving", { cacheName: "flags" });
const isLeaving = async () => (await kept("device", "leaving")) || Boolean(await isRaised().catch(() => null));

async function flags(work) {
  await caches.open("flags").then(work).catch(() => null); // without caches no worker acts on them
}

// On a shared phone what is personal goes after half an hour unused; what is unsent waits, unseen, for its owner.
export async function tidySharedPhone() {
  const rested = Date.now() - SHARED_REST;
  const isStale = localStorage.shared < rested;
  if (isStale) document.documentElement.classList.add("concealed"); // before the screen shows it again
  const isOver = (await kept("device", "shared")) && (await kept("device", "used")) < rested && (await me());
  if (isStale || isOver) return goAway();
  return touch();
}

async function goAway() {
  await keep("device", "leaving", true);
  await takeAway({ unsentStays: true });
  tabs?.postMessage("changed");
  location.reload();
  return null;
}

// localStorage is read before anything else of a person is: see store.js.
export async function touch() {
  await keep("device", "used", Date.now());
  const isWatched = (await kept("device", "shared")) && (await me());
  try {
    if (isWatched) localStorage.shared = Date.now();
    else localStorage.removeItem("shared");
  } catch {
    // Then the half hour is noticed a little later, when the page has loaded.
  }
}

// The server has erased this person, asked from here or from another phone: nothing stays here either.
export async function erased() {
  await takeAway();
  await stopLeaving();
  tabs?.postMessage("changed");
  return null;
}

// Returns whether the server has erased everything it kept of the person.
export async function eraseOnServer() {
  const answer = await send("DELETE", "/api/v1/me");
  if (answer?.status !== 204 && answer?.status !== 410) return false;
  await erased();
  return true;
}

// Returns whether nothing is left to do: a sign-in that the server could not end now is ended at the next start.
export async function eraseThisPhone() {
  const mayBeSignedIn = Boolean(await me()) || (await isLeaving());
  const isEnded = await signOut();
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const name of ["stezhka", "stezhka-names"]) indexedDB.deleteDatabase(name);
  localStorage.clear();
  sessionStorage.clear();
  document.cookie = "language=; path=/; max-age=0; samesite=lax";
  if (!isEnded) await raiseLeaving();
  return isEnded || !mayBeSignedIn;
}

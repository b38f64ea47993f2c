// Who is signed in on this phone: coming, going, and the last answer of /api/v1/me.
import { owner, GUEST } from "./diary.js";
import { allProgress, practiceDays } from "./done.js";
import { adopt, join } from "./joined.js";
import { post, unsent } from "./outbox.js";
import { forget, keep, kept, wipe } from "./store.js";

const SHARED_REST = 30 * 60e3;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("person") : null;
tabs?.addEventListener("message", () => location.reload());

// The copy on the phone at once; a fresh one is asked for by refresh().
export const me = () => kept("personal", "me");

export async function refresh() {
  if (await kept("device", "leaving")) {
    await finishLeaving();
    return null;
  }
  const before = await me();
  if (!before) return null;
  const answer = await fetch("/api/v1/me", { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status === 410) return erased();
  if (answer?.status === 401) {
    await keep("personal", "signed-out", true);
    return before;
  }
  const fresh = answer?.status === 200 ? await answer.json().catch(() => null) : null;
  if (!fresh?.participant) return before;
  await forget("personal", "signed-out");
  await take(fresh);
  return fresh;
}

async function take(fresh) {
  await keep("personal", "me", withoutPlaceAndPeople(fresh));
  await keep("personal", "heard", new Date().toISOString());
  await join(fresh.participant.id, fresh.progress);
  dispatchEvent(new CustomEvent("me", { detail: fresh }));
}

// A phone may be taken from its owner: which centre, and who guides, is shown while online and never kept.
function withoutPlaceAndPeople({ progress: _kept, ...fresh }) {
  if (!fresh.group) return fresh;
  const { centre: _centre, facilitators: _people, ...group } = fresh.group;
  return { ...fresh, group };
}

// Somebody came in through the form of a page before its script was there: the phone learns who it is.
export async function recognise() {
  if ((await me()) || (await kept("device", "leaving"))) return;
  const answer = await fetch("/api/v1/me").catch(() => null);
  if (answer?.ok) await take(await answer.json());
}

// Returns null when it worked, else what to tell: "wrong", "wait" or "away".
export async function signIn(credentials, { shared = false, adoptGuest = false } = {}) {
  const answer = await post("/api/v1/sign-in", { ...credentials, shared });
  if (!answer) return "away";
  if (answer.status === 429) return "wait";
  if (!answer.ok) return answer.status >= 500 ? "away" : "wrong";
  await arrive((await answer.json()).participant, { shared, adoptGuest });
  return null;
}

// Makes a participant with a slip; the guest's progress becomes hers. Returns the answer or null.
export async function keepProgress({ shared = false } = {}) {
  const answer = await post("/api/v1/participants", { language: document.documentElement.lang, shared });
  if (answer?.status !== 201) return null;
  const made = await answer.json();
  await arrive(made.participant, { shared, adoptGuest: true });
  return made;
}

export async function arrive(participant, { shared, adoptGuest }) {
  await forget("device", "leaving");
  const answer = await fetch("/api/v1/me").catch(() => null);
  const fresh = answer?.ok ? await answer.json().catch(() => null) : null;
  if (adoptGuest) await adopt(participant.id);
  await keep("device", "shared", shared);
  await touch();
  await forget("personal", "signed-out");
  await take(fresh ?? { participant, group: null, assignments: [], progress: { modules: [], practice_days: [] } });
  const outbox = await import("./outbox.js");
  await outbox.tryNow();
  tabs?.postMessage("changed");
}

export async function hasGuestProgress() {
  return (await owner()) === GUEST && ((await allProgress()).size > 0 || (await practiceDays()).length > 0);
}

// Leaves nothing personal on this phone; the server ends the sign-in now or when it can be reached.
export async function signOut() {
  await keep("device", "leaving", true);
  await wipe();
  await tellWorker("leaving");
  tabs?.postMessage("changed");
  await finishLeaving();
}

export const unsentCount = async () => (await unsent()).length;

async function finishLeaving() {
  const answer = await post("/api/v1/sign-out");
  if (answer?.status !== 204) return;
  await forget("device", "leaving");
  await tellWorker("left");
}

async function tellWorker(word) {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage(word);
}

// On a shared phone what is personal goes after half an hour unused; what is unsent waits, unseen, for its owner.
export async function tidySharedPhone() {
  const last = await kept("device", "used");
  if ((await kept("device", "shared")) && last && Date.now() - last > SHARED_REST && (await me())) {
    await wipe(["progress", "days", "notes", "personal"]);
    await keep("device", "leaving", true);
    await finishLeaving();
  }
  await touch();
}

const touch = () => keep("device", "used", Date.now());

// The server has erased this person, asked from here or from another phone: nothing stays here either.
export async function erased() {
  await wipe();
  await tellWorker("left");
  tabs?.postMessage("changed");
  return null;
}

// Returns whether the server has erased everything it kept of the person.
export async function eraseOnServer() {
  const options = { method: "DELETE", headers: { "Content-Type": "application/json" }, body: "{}" };
  const answer = await fetch("/api/v1/me", options).catch(() => null);
  if (answer?.status !== 204 && answer?.status !== 410) return false;
  await erased();
  return true;
}

export async function eraseThisPhone() {
  await signOut();
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const name of ["stezhka", "stezhka-names"]) indexedDB.deleteDatabase(name);
  localStorage.clear();
  sessionStorage.clear();
  document.cookie = "language=; path=/; max-age=0; samesite=lax";
}

// The worker, the line that says what is saved, and the quiet offer of a newer version.
import { allProgress } from "./done.js";
import { erased, me, recognise, refresh, tidySharedPhone, touch } from "./me.js";
import { tryNow, unsent } from "./outbox.js";
import { keep, kept } from "./store.js";

const chip = document.querySelector("[data-chip]");
const update = document.querySelector("[data-update]");
const REFRESH_EVERY = 60e3;
const REGISTER_AGAIN = 10e3;
let asked = 0;

export async function start() {
  startWorker();
  for (const name of ["online", "offline", "diary", "outbox"]) addEventListener(name, paint);
  addEventListener("outbox", ({ detail }) => detail === "erased" && erased());
  addEventListener("outbox", ({ detail }) => detail === "sent" && askForRest());
  addEventListener("online", comeBack);
  addEventListener("diary", () => touch().catch(() => {}));
  addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBack());
  paint();
  if (location.pathname.split("/")[2] === "mine") await recognise().catch(() => {});
  await comeBack();
  await paint();
}

async function comeBack() {
  await tidySharedPhone().catch(() => {});
  if (Date.now() - asked > REFRESH_EVERY || !navigator.onLine) {
    asked = Date.now();
    const isReminded = await kept("personal", "reminded").catch(() => false); // an answer knows of no later wish
    const mine = await refresh().catch(() => null);
    if (mine && isReminded) stayReachable(mine).catch((failure) => console.warn(failure));
  }
  askToKeep();
  await tryNow();
}

const stayReachable = async (mine) => (await import("./reachable.js")).stayReachable(mine);

// A wish for a day without reminders that could not be told at once.
async function askForRest() {
  if (await kept("personal", "rest")) (await import("./rest.js")).ask();
}

// One line at a time, the most useful first; "ready" is said once.
async function paint() {
  if (!chip) return;
  const waiting = (await unsent().catch(() => [])).length;
  const signedOut = await kept("personal", "signed-out").catch(() => false);
  if (signedOut) say(waiting ? "signIn" : "signedOut", { count: waiting });
  else if (waiting) say("unsent", { count: waiting });
  else if (!navigator.onLine) say("offline");
  else if (chip.dataset.showing !== "ready") chip.hidden = true;
}

export function say(text, values = {}) {
  chip.dataset.showing = text;
  chip.textContent = Object.entries(values).reduce(
    (line, [name, value]) => line.replace(`{${name}}`, value),
    chip.dataset[text],
  );
  chip.hidden = false;
}

async function startWorker() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => data.ready && sayReady());
  register();
  offerUpdate(await navigator.serviceWorker.ready);
  askToKeep();
  // Asked once there is something worth keeping.
  if ((await me()) || (await allProgress()).size) navigator.storage?.persist?.();
}

// A worker that could not be installed is thrown away by the browser: it is asked for until there is one.
async function register() {
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
  if (registration?.active) return;
  const again = () => setTimeout(register, REGISTER_AGAIN);
  const { installing } = registration ?? {};
  if (installing) installing.addEventListener("statechange", () => installing.state === "redundant" && again());
  else if (!registration?.waiting) again();
}

// What did not come the last time is fetched now; what is kept costs nothing.
async function askToKeep() {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage({ language: document.documentElement.lang });
}

async function sayReady() {
  if (await kept("device", "ready-said")) return;
  await keep("device", "ready-said", true);
  if (chip.hidden) say("ready");
}

// Never in the middle of an exercise: players have no such line.
function offerUpdate(registration) {
  const offer = () => {
    if (registration.waiting && navigator.serviceWorker.controller && update) update.hidden = false;
  };
  const watch = () => registration.installing?.addEventListener("statechange", offer);
  offer();
  watch();
  registration.addEventListener("updatefound", watch);
  update?.querySelector("button").addEventListener("click", () => {
    if (!registration.waiting) location.reload(); // another tab has let it in already
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("skip");
  });
}

// Sends what waits; forgets only what the server names as stored or duplicate.
import { post } from "./ask.js";
import { owner, GUEST } from "./diary.js";
import { asked, kept, keep, together } from "./store.js";

const BATCH = 50;
const FIRST_WAIT = 1e3;
const LONGEST_WAIT = 30e3; // while somebody looks at the page
const LONGEST_HIDDEN = 15 * 60e3;
const DAY = 24 * 3600e3;
const KEPT_DAYS = 30;

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null;
tabs?.addEventListener("message", ({ data }) => dispatchEvent(new CustomEvent("outbox", { detail: data })));

let wait = FIRST_WAIT;
let timer;

export async function unsent() {
  const person = await owner();
  const events = await together(["events"], "readonly", (s) => asked(s.events.getAll()));
  return events.filter((event) => event.owner === person && event.owner !== GUEST && event.state === "waiting");
}

// Something new was written down: send it now, unless a try is due soon anyway.
export function hurry() {
  if (!timer) flush();
}

// One tab at a time; a failure waits a little longer and never blocks the next try.
async function flush({ sign = false } = {}) {
  clearTimeout(timer);
  timer = undefined;
  const outcome = await alone(() => sendAll(sign)).catch(() => "later");
  clearTimeout(timer);
  timer = undefined;
  if (outcome === "later") {
    timer = setTimeout(flush, wait * (0.5 + Math.random() / 2));
    wait = Math.min(wait * 2, document.hidden ? LONGEST_HIDDEN : LONGEST_WAIT);
  } else if (outcome === "busy") {
    timer = setTimeout(flush, FIRST_WAIT); // the other tab may be closed before it is done
  } else {
    wait = FIRST_WAIT;
  }
  dispatchEvent(new CustomEvent("outbox", { detail: outcome }));
  tabs?.postMessage(outcome);
  return outcome;
}

// Something changed for the better (network back, page shown): try now, not after the long wait.
export function tryNow() {
  wait = FIRST_WAIT;
  return flush({ sign: true });
}

function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("outbox", { ifAvailable: true }, (lock) => (lock ? work() : "busy"));
}

// `sign` sends an empty batch as a sign of life, so that "last heard from" is true.
async function sendAll(sign) {
  const person = await owner();
  if (person === GUEST || (await kept("device", "leaving"))) return "nobody";
  let events = await unsent();
  if (!events.length && !sign) return "sent";
  do {
    const outcome = await send(person, events.slice(0, BATCH));
    if (outcome !== "sent") return outcome;
    events = await unsent();
  } while (events.length);
  return "sent";
}

async function send(person, events) {
  const epoch = await kept("personal", "epoch");
  const body = { events: events.map(({ owner: _owner, state: _state, acknowledged: _when, ...event }) => event) };
  body.participant = person; // another person's sign-in must not take them
  if (epoch) body.epoch = epoch;
  const answer = await post("/api/v1/events", body);
  if ([401, 404, 409].includes(answer?.status)) return "signed-out"; // 404: staff came in with this browser
  if (answer?.status === 410) return "erased";
  if (answer?.status !== 200) return "later";
  const named = await answer.json().catch(() => null);
  if (!Array.isArray(named?.stored)) return "later"; // a captive portal also answers 200
  await settle(events, named);
  if (epoch && named.epoch !== epoch) await sendLastDaysAgain(person);
  await keep("personal", "epoch", named.epoch);
  const settled = named.stored.length + named.duplicate.length + named.rejected.length;
  return events.length && !settled ? "later" : "sent";
}

function settle(events, { stored, duplicate, rejected }) {
  const done = new Set([...stored, ...duplicate]);
  const refused = new Map(rejected.map(({ id, code }) => [id, code]));
  const now = Date.now();
  return together(["events"], "readwrite", async ({ events: store }) => {
    const there = new Set(await asked(store.getAllKeys())); // what was discarded meanwhile does not come back
    for (const event of events.filter(({ id }) => there.has(id))) {
      if (done.has(event.id)) store.put({ ...event, state: "acknowledged", acknowledged: now });
      else if (refused.has(event.id)) store.put({ ...event, state: "set-aside", code: refused.get(event.id) });
    }
    for (const event of await asked(store.getAll())) {
      if (event.state === "acknowledged" && now - event.acknowledged > KEPT_DAYS * DAY) store.delete(event.id);
    }
  });
}

// The server was restored from a copy: what it acknowledged since may be missing there.
function sendLastDaysAgain(person) {
  return together(["events"], "readwrite", async ({ events: store }) => {
    for (const event of await asked(store.getAll())) {
      if (event.owner === person && event.state === "acknowledged") store.put({ ...event, state: "waiting" });
    }
  });
}

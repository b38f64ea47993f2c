// What goes from a phone with a person. What is a guest's stays, and what others have not sent waits for them.
import { GUEST } from "./diary.js";
import { asked, forget, together } from "./store.js";

export const PERSONAL = ["events", "progress", "days", "notes", "personal"];
const OF_GUEST = `${GUEST} `; // before the keys of a guest's rows, and of notes while somebody else is here

// Open pages tell each other that the person has changed.
export const tabs = "BroadcastChannel" in window ? new BroadcastChannel("person") : null;

export async function takeAway({ unsentStays = false } = {}) {
  await together(PERSONAL, "readwrite", (stores) => clear(stores, unsentStays));
  localStorage.removeItem("shared");
  await hearNothingMore();
}

// Whoever comes next has agreed to no reminders. The worker ends them: it outlives the page.
export async function hearNothingMore() {
  await forget("personal", "reminded");
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => null);
  registration?.active?.postMessage("leaving");
}

// Nobody has used this shared phone for half an hour, and nobody has read anything since: store.js asks for it.
export async function tidy(database) {
  const work = async (stores) => {
    if (await asked(stores.personal.get("me"))) stores.device.put(true, "leaving");
    await clear(stores, true);
  };
  await together([...PERSONAL, "device"], "readwrite", work, database);
  localStorage.removeItem("shared");
  tabs?.postMessage("changed");
}

async function clear({ events, progress, days, notes, personal }, unsentStays) {
  const person = (await asked(personal.get("me")))?.participant.id;
  for (const event of await asked(events.getAll())) {
    const waits = event.state === "waiting" && (unsentStays || event.owner !== person);
    if (event.owner !== GUEST && !waits) events.delete(event.id);
  }
  for (const rows of [progress, days]) {
    rows.delete(IDBKeyRange.upperBound(OF_GUEST, true));
    rows.delete(IDBKeyRange.lowerBound(`${OF_GUEST}\uffff`));
  }
  if (person) await giveBack(notes);
  personal.clear();
}

async function giveBack(notes) {
  const rows = await rowsOf(notes);
  notes.clear();
  for (const [key, note] of rows) if (key.startsWith(OF_GUEST)) notes.put(note, key.slice(OF_GUEST.length));
}

// Somebody signs in where a guest has practised and says it is not hers: the guest's notes are not hers either, and neither is a no.
export function putAway() {
  return together(["progress", "days", "notes", "personal"], "readwrite", async ({ progress, days, notes, personal }) => {
    const range = IDBKeyRange.bound(OF_GUEST, `${OF_GUEST}\uffff`);
    if (!(await asked(progress.count(range))) && !(await asked(days.count(range)))) return;
    const rows = await rowsOf(notes);
    notes.clear();
    for (const [key, note] of rows) notes.put(note, OF_GUEST + key);
    personal.delete("nudges-refused");
  });
}

async function rowsOf(store) {
  const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
  return keys.map((key, place) => [key, values[place]]);
}

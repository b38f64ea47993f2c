// What a person did on this phone: written down at once, sent when there is a way.
import { asked, kept, together } from "./store.js";

export const GUEST = "guest";
const HOUR = 3600e3;

export async function owner() {
  return (await kept("personal", "me"))?.participant.id ?? GUEST;
}

// The phone's own date; a day begins at four in the morning.
export function today(moment = Date.now()) {
  const local = new Date(moment - 4 * HOUR);
  const two = (number) => String(number).padStart(2, "0");
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

// The event and the tick that the person sees are one write: neither is there without the other.
export async function record(kind, { module, step = null, version = "1.0.0", minutes = null }) {
  const day = today();
  await together(["events", "progress", "days", "personal", "device"], "readwrite", async (stores) => {
    // Few turns: a page that is left has not many more.
    const [mine, last = 0] = await Promise.all([asked(stores.personal.get("me")), asked(stores.device.get("seq"))]);
    const person = mine?.participant.id ?? GUEST;
    const key = `${person} ${module}`;
    const dayKey = `${key} ${step ?? ""} ${day}`;
    const [before = { steps: [] }, longest = 0] = await Promise.all([asked(stores.progress.get(key)), asked(stores.days.get(dayKey))]);

    const event = { id: newId(), kind, module, version, day, at: new Date().toISOString(), seq: last + 1 };
    if (step) event.step = step;
    if (minutes !== null) event.minutes = minutes;
    stores.device.put(event.seq, "seq");
    stores.events.put({ ...event, owner: person, state: "waiting" });
    stores.progress.put(joined(before, event), key);
    if (kind === "practised") stores.days.put(Math.max(longest, minutes ?? 1), dayKey);
  });
  dispatchEvent(new CustomEvent("diary"));
  import("./outbox.js").then((outbox) => outbox.hurry(), () => {}); // without its script it is sent another day
}

function joined(progress, { kind, step, day }) {
  const next = { ...progress };
  if (kind === "opened" || !next.opened) next.opened = next.opened && next.opened < day ? next.opened : day;
  if (kind === "step_done" || kind === "skipped") {
    next.steps = [...new Set([...next.steps, step])];
    next.at = step;
  }
  if (kind === "module_done") next.done = next.done && next.done < day ? next.done : day;
  return next;
}

export async function progressOf(module) {
  const progress = await kept("progress", `${await owner()} ${module}`);
  return { steps: progress?.steps ?? [], done: Boolean(progress?.done), at: progress?.at ?? null, opened: progress?.opened };
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

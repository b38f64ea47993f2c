// Days without reminders: a button asks for them, or the phone after a stopped practice with a rise of tension.
// Both ask in the same way, so that nobody who reads the plan can tell one from the other.
import { ask as get, send } from "./ask.js";
import { GUEST, owner } from "./diary.js";
import { me, refresh } from "./me.js";
import { asked, forget, keep, kept, together } from "./store.js";

const DAY = 24 * 3600e3;
const SAME_SITTING = 12 * 3600e3;
const SECOND_THOUGHTS = 5e3; // a finger slips, and on a keyboard a scale is walked through

// What was noticed stays in the notes of this phone; only the wish for quiet may leave it.
export async function notice(module, sign, isSo = true) {
  const now = Date.now();
  const signs = await together(["notes"], "readwrite", async ({ notes }) => {
    const both = { ...(await asked(notes.get(`strain ${module}`))), [sign]: isSo ? now : 0 };
    notes.put(both, `strain ${module}`);
    return both;
  });
  if ([signs.stopped, signs.rose].every((at) => at && now - at < SAME_SITTING)) await wish(now);
  else if (!isSo) await forget("personal", "rest");
}

async function wish(now) {
  const person = await owner();
  if (person === GUEST) return;
  await keep("personal", "rest", { person, wished: now, until: await dayIn(1) });
  setTimeout(ask, SECOND_THOUGHTS);
}

// Now or with the next connection. A longer pause stays, and who gets no reminders needs none.
export async function ask() {
  const rest = await kept("personal", "rest");
  if (!rest || Date.now() - rest.wished < SECOND_THOUGHTS) return;
  const isHers = ({ participant, plan }) => participant.id === rest.person && isWorthAsking(plan, rest.until);
  if ((await pauseUntil(rest.until, isHers))?.ok) await forget("personal", "rest");
}

function isWorthAsking(plan, until) {
  if (!plan?.next_on || until <= dayOf(new Date(), plan.zone)) return false;
  return !plan.paused_until || dayOf(new Date(plan.paused_until), plan.zone) < until;
}

// A whole day is named, no hour: the first one with reminders again, when this many times 24 hours are over.
export async function dayIn(days) {
  const later = new Date(Date.now() + days * DAY);
  const [year, month, day] = dayOf(later, (await me())?.plan?.zone).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
}

// Returns the last answer of the server, or null without one. The plan stays as it is but for its pause.
export async function pauseUntil(day, isWorthIt = ({ plan }) => plan) {
  const stand = await get("/api/v1/me");
  const mine = await told(stand);
  if (!mine?.participant) return stand?.ok ? null : stand;
  if (!isWorthIt(mine)) return stand;
  const { next_on: _next, title: _title, ...wishes } = mine.plan; // the title stays, even one that is no more
  const answer = await send("PUT", "/api/v1/plan", { ...wishes, paused_until: day });
  await refresh({ changed: true });
  return answer?.ok && !(await told(answer)) ? null : answer;
}

// A captive portal answers too, but not in JSON.
const told = (answer) => (answer?.ok ? answer.clone().json().catch(() => null) : null);

export function dayOf(moment, timeZone) {
  try {
    return moment.toLocaleDateString("sv", { timeZone }); // 2026-12-01
  } catch {
    return moment.toLocaleDateString("sv"); // a phone that does not know the zone by this name
  }
}

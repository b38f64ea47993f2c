// A stopped practice and a rise of tension: the phone asks for a day without reminders, and says no more than that.
import { ask as get, send } from "./ask.js";
import { GUEST, owner } from "./diary.js";
import { refresh } from "./me.js";
import { forget, keep, kept } from "./store.js";

const DAY = 24 * 3600e3;
const SAME_SITTING = 12 * 3600e3;
const SECOND_THOUGHTS = 5e3; // a finger slips, and on a keyboard a scale is walked through

// What was noticed stays in the notes of this phone; only the wish for quiet may leave it.
export async function notice(module, sign, isSo = true) {
  const now = Date.now();
  const signs = { ...(await kept("notes", `strain ${module}`)), [sign]: isSo ? now : 0 };
  await keep("notes", `strain ${module}`, signs);
  if ([signs.stopped, signs.rose].every((at) => at && now - at < SAME_SITTING)) await wish(now);
  else if (!isSo) await forget("personal", "rest");
}

async function wish(now) {
  const person = await owner();
  if (person === GUEST) return;
  await keep("personal", "rest", { person, wished: now, until: now + DAY });
  setTimeout(ask, SECOND_THOUGHTS);
}

// Now or with the next connection. A longer pause stays, and who gets no reminders needs none.
export async function ask() {
  const rest = await kept("personal", "rest");
  if (!rest || Date.now() - rest.wished < SECOND_THOUGHTS) return;
  const { participant, plan } = (await told(await get("/api/v1/me"))) ?? {};
  if (!participant) return;
  if (participant.id === rest.person && isWorthAsking(plan, rest.until)) {
    const { next_on: _next, ...wishes } = plan;
    const quiet = { ...wishes, paused_until: new Date(rest.until).toISOString() };
    if (!(await told(await send("PUT", "/api/v1/plan", quiet)))) return;
  }
  await forget("personal", "rest");
  await refresh({ changed: true });
}

function isWorthAsking(plan, until) {
  return plan?.next_on && until > Date.now() && !(plan.paused_until && new Date(plan.paused_until) >= until);
}

// A captive portal answers too, but not in JSON.
const told = (answer) => (answer?.ok ? answer.json().catch(() => null) : null);

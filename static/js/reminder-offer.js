// After the first plan, or after joining a group, a reminder is offered calmly; a no is kept, and a calendar offered instead.
import { keptAll } from "./done.js";
import { me } from "./me.js";
import { keep, kept } from "./store.js";

const DAY = 24 * 60 * 60 * 1000;

export default async function start(card) {
  const part = (name) => card.querySelector(`[data-${name}]`);
  part("no").addEventListener("click", async () => {
    await keep("personal", "nudges-refused", true);
    part("question").hidden = true;
    part("refused").hidden = false;
    part("refused").focus();
  });
  const paint = async () => {
    if (part("refused").hidden) card.hidden = !(await isTime(card.dataset.after));
  };
  for (const name of ["me", "planned", "felt"]) addEventListener(name, paint);
  await paint();
}

// Whoever has reminders or has said no is not asked, and nobody on a phone that others hold too.
async function isTime(after) {
  const mine = await me();
  if (mine?.plan || (await kept("device", "shared")) || (await kept("personal", "nudges-refused"))) return false;
  if (globalThis.Notification?.permission === "denied" || (await wasHardToday())) return false;
  // Agreeing comes first, one question at a time.
  return after === "plan" ? (await keptAll("notes", "plan ")).length > 0 : Boolean(mine?.group?.consent);
}

// Then it is people who are offered.
async function wasHardToday() {
  const feelings = await keptAll("notes", "feeling ");
  return feelings.some(([, { feeling, at }]) => feeling === "harder" && Date.now() - at < DAY);
}

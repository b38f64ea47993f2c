// After joining a group a reminder is offered once, calmly; a no is kept, and a calendar offered instead.
import { me } from "./me.js";
import { keep, kept } from "./store.js";

export default async function start(card) {
  const part = (name) => card.querySelector(`[data-${name}]`);
  part("no").addEventListener("click", async () => {
    await keep("device", "nudges-refused", true);
    part("question").hidden = true;
    part("refused").hidden = false;
    part("refused").focus();
  });
  const paint = async (mine) => {
    if (part("refused").hidden) card.hidden = !(await isTime(mine));
  };
  addEventListener("me", ({ detail }) => paint(detail));
  await paint(await me());
}

// Agreeing comes first, one question at a time; whoever has a plan or has said no is not asked.
async function isTime(mine) {
  if (!mine?.group?.consent || mine.plan || (await kept("device", "shared"))) return false;
  return globalThis.Notification?.permission !== "denied" && !(await kept("device", "nudges-refused"));
}

// Shows the if-then plans that modules left on this phone; who has reminders finds them open.
import { keptAll } from "./done.js";
import { kept } from "./store.js";

export default async function start(main) {
  const plans = await keptAll("notes", "plan ");
  main.querySelector("[data-none]").hidden = plans.length > 0;
  main.querySelector("[data-plans]").replaceChildren(...plans.map(([key, plan]) => card(main, key, plan)));
  if (await kept("personal", "reminded")) main.querySelector("[data-reminders]").open = true;
}

function card(main, key, plan) {
  const section = document.createElement("section");
  section.className = "card";
  const words = document.createElement("p");
  words.textContent = plan.sentence ?? "";
  section.append(words);
  return section;
}

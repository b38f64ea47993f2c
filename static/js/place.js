// A break from the group, and leaving it; each opens with a sentence of what happens.
import { send } from "./ask.js";
import { me, refresh } from "./me.js";

export function paintPlace(main, { paused }) {
  const card = main.querySelector("[data-stay]");
  card.querySelector("[data-paused-line]").textContent = paused ? card.dataset.pausing : "";
  for (const part of card.querySelectorAll("[data-when-paused]")) part.hidden = part.dataset.whenPaused !== String(paused);
}

export function wirePlace(main, paint) {
  const card = main.querySelector("[data-stay]");
  const said = card.querySelector("[data-stay-said]");
  const decide = async (wish) => {
    const answer = await send("PUT", "/api/v1/membership", wish);
    // Somebody who left on another phone is in no group any more: the fresh answer says so.
    if (answer?.status === 401) said.textContent = said.dataset.signIn;
    else said.textContent = answer?.ok || answer?.status === 404 ? "" : said.dataset.away;
    await paint(main, (answer && (await refresh({ changed: true }))) || (await me()));
    for (const open of card.querySelectorAll("details[open]")) open.open = false;
  };
  card.querySelector("[data-pause]").addEventListener("click", () => decide({ pause: true }));
  card.querySelector("[data-come-back]").addEventListener("click", () => decide({ pause: false }));
  card.querySelector("[data-leave]").addEventListener("click", () => decide({ leave: true }));
}

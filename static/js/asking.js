// Asking for a place with a group's code, and what became of it.
import { ask, post, send } from "./ask.js";
import { arrive, finishBefore, me, recognise, refresh } from "./me.js";
import { fill, momentInWords } from "./paint.js";

const ADDRESS = "/api/v1/join";

// Returns { made }, or { trouble }: "wait", "away" or the server's own words. The slip of a guest is shown first.
export async function askForPlace(code, { shared, adoptGuest }, show) {
  await finishBefore();
  const answer = await post(ADDRESS, { code, language: document.documentElement.lang, shared });
  if (!answer || answer.status >= 500) return { trouble: "away" };
  if (answer.status === 429) return { trouble: "wait" };
  const body = await answer.json().catch(() => null);
  if (!answer.ok) return body?.title ? { words: body.title } : { trouble: "away" };
  if (!body) return { trouble: "away" }; // a captive portal
  if (body.slip) {
    await show(body);
    await arrive(body.participant, { shared, adoptGuest });
  } else await ((await me()) ? refresh({ changed: true }) : recognise());
  return { made: body };
}

export async function paintAsking(main, mine, isNewest) {
  const card = main.querySelector("[data-place]");
  const asking = mine?.group ? await askedElsewhere() : mine?.asking;
  if (!isNewest()) return;
  card.hidden = !asking;
  if (!asking) return;
  const put = (name, text) => {
    card.querySelector(`[data-${name}]`).textContent = text;
  };
  const { askedText: title, lineText: line, untilText: until } = card.dataset;
  put("asked", fill(title, { label: asking.group }));
  put("check", asking.check);
  for (const stand of ["held", "offered", "waiting"]) card.querySelector(`[data-${stand}]`).hidden = asking.stand !== stand;
  put("before", fill(line, { before: asking.before }));
  put("until", asking.answer_by ? fill(until, { when: momentInWords(asking.answer_by) }) : "");
  if (asking.stand === "offered" && !asking.answer_by && document.visibilityState === "visible") noteSeen();
}

// Few members ask for another group, so their requests do not travel with every answer of /me.
let elsewhere;
function askedElsewhere() {
  elsewhere ??= ask(ADDRESS)
    .then((answer) => (answer?.ok ? answer.json() : null))
    .then((body) => body?.asking)
    .catch(() => null);
  return elsewhere;
}

// The offer lasts from the moment at which somebody could read it.
async function noteSeen() {
  const answer = await send("PUT", ADDRESS, { seen: true });
  elsewhere = undefined;
  if (answer?.ok) await refresh({ changed: true });
}

export function wireAsking(main, paint) {
  const card = main.querySelector("[data-place]");
  const said = card.querySelector("[data-asking-said]");
  const decide = async (method, wish) => {
    const answer = await send(method, ADDRESS, wish);
    elsewhere = undefined;
    const problem = answer?.ok ? null : await answer?.json().catch(() => null);
    said.textContent = answer?.ok ? "" : (problem?.title ?? said.dataset.away);
    await paint(main, (answer && (await refresh({ changed: true }))) || (await me()));
  };
  card.querySelector("[data-take]").addEventListener("click", () => decide("PUT", { take: true }));
  card.querySelector("[data-later]").addEventListener("click", () => decide("PUT", { later: true }));
  card.querySelector("[data-back]").addEventListener("click", () => decide("DELETE", {}));
}

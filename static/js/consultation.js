// Asks the centre for a conversation. Its state is asked for each time and never kept on the phone.
import { ask, send } from "./ask.js";
import { me } from "./me.js";
import { fill, meetingInWords } from "./paint.js";

const ADDRESS = "/api/v1/consultation";
let turn = 0; // an answer to what was asked before a later one tells of the past
let told = 0;

export default async function start(card) {
  addEventListener("me", () => show(card));
  card.querySelector("[data-ask]").addEventListener("click", () => {
    tell(card, card.querySelector("[name=consultation-wish]:checked").value);
  });
  card.querySelector("[data-take-back]").addEventListener("click", () => tell(card, null));
  await show(card);
}

// Members of a group alone: whoever has none chooses a centre on its page.
async function show(card) {
  const mine = await me();
  card.hidden = !mine?.group;
  if (card.hidden) return;
  const own = ++turn;
  const answer = await ask(ADDRESS, { headers: { Accept: "application/json" } });
  const fresh = answer?.ok ? await answer.json().catch(() => null) : null;
  if (own !== turn) return;
  if (fresh) paint(card, fresh.consultation);
  else if (!answer || answer.status >= 500) {
    paint(card, null);
    say(card, card.dataset.unknown);
  } else card.hidden = true;
}

function paint(card, waiting) {
  card.querySelector("[data-asking]").hidden = Boolean(waiting);
  card.querySelector("[data-waiting]").hidden = !waiting;
  if (!waiting) return;
  card.querySelector("[data-code]").textContent = waiting.code.replace(/^(\d{3})/, "$1 ");
  card.querySelector("[data-state]").textContent = stateInWords(card, waiting);
}

function stateInWords(card, { meets_at: meetsAt, is_taken: isTaken }) {
  if (meetsAt) return fill(card.dataset.when, { when: meetingInWords({ starts_at: meetsAt }) });
  return isTaken ? card.dataset.taken : "";
}

async function tell(card, wish) {
  const own = ++told;
  const answer = await send("PUT", ADDRESS, { wish });
  turn += 1;
  if (own !== told) return;
  const fresh = await answer?.json().catch(() => null);
  if (answer?.ok && fresh) {
    paint(card, fresh.consultation);
    say(card, wish ? card.dataset.asked : card.dataset.gone);
  } else say(card, answer?.status === 422 && fresh ? fresh.title : card.dataset.away);
}

const say = (card, words) => {
  card.querySelector("[data-consultation-said]").textContent = words;
};

// The closing screen: how it feels now stays on the phone, and the answer leads to people.
import { keep } from "../store.js";

export default function start(block, player) {
  const answers = [...block.querySelectorAll("[data-feeling]")];
  const feelings = block.querySelector("[data-feelings]");
  const offer = block.querySelector("[data-unless-harder]");
  feelings.hidden = false;
  feelings.addEventListener("change", ({ target }) => {
    keep("notes", `feeling ${player.module}`, { feeling: target.value, at: Date.now() }).catch(() => {});
    for (const answer of answers) answer.hidden = answer.dataset.feeling !== target.value;
    if (offer) offer.hidden = target.value === "harder";
    answers.find((answer) => !answer.hidden)?.scrollIntoView({ block: "nearest" });
  });
}

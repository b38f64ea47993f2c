// The closing screen: how it feels now stays on the phone, and the answer leads to people.
import { keep } from "../store.js";

export default function start(block, player) {
  const answers = [...block.querySelectorAll("[data-feeling]")];
  const feelings = block.querySelector("[data-feelings]");
  feelings.hidden = false;
  feelings.addEventListener("change", ({ target }) => {
    keep("notes", `feeling ${player.module}`, { feeling: target.value, at: Date.now() }).then(
      () => dispatchEvent(new Event("felt")),
      () => {},
    );
    for (const answer of answers) answer.hidden = answer.dataset.feeling !== target.value;
    answers.find((answer) => !answer.hidden)?.scrollIntoView({ block: "nearest" });
  });
}

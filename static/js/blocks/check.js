// A question with a kind answer; nothing is counted.
export default function start(block) {
  const answer = block.querySelector("[data-answer]");
  block.querySelector("details").hidden = true;
  const answerTo = (choice) => {
    const line = choice.value === block.dataset.right ? "ok" : "no";
    answer.textContent = block.querySelector(`[data-line="${line}"]`).textContent;
  };

  block.addEventListener("change", ({ target }) => answerTo(target));
  const early = block.querySelector(":checked"); // touched before this script came
  if (early) answerTo(early);
}

// One question at a time; a yes leads to its level, a no to the next question.
export default function start(block) {
  const questions = [...block.querySelectorAll("[data-question]")];
  const last = questions.at(-1);

  const copy = (name) => block.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  const show = (at, { level = false } = {}) => {
    for (const question of questions) question.hidden = question !== questions[at];
    const shown = level || questions[at] === last;
    questions[at].querySelector("[data-level]").hidden = !shown;
    const answers = questions[at].querySelector(".button-row");
    if (answers) answers.hidden = shown;
    again.hidden = at === 0 && !shown;
  };
  const go = (at, options) => {
    show(at, options);
    const place = questions[at].querySelector(options?.level ? "[data-level]" : "[data-words]");
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };

  const again = copy("back-words");
  again.addEventListener("click", () => go(0));
  block.append(again);
  for (const [at, question] of questions.entries()) {
    if (question === last) continue;
    const answers = copy("answers");
    answers.querySelector("[data-yes]").addEventListener("click", () => go(at, { level: true }));
    answers.querySelector("[data-no]").addEventListener("click", () => go(at + 1));
    question.append(answers);
  }
  show(0);
}

// An if-then plan in the person's own words: built and kept on the phone, printed if wished.
import { Keeping } from "./choosing.js";

export default async function start(block, player) {
  const form = player.element.querySelector(`template[data-form="${block.dataset.id}"]`).content.firstElementChild.cloneNode(true);
  const fields = [...form.querySelectorAll("input")];
  const sentence = form.querySelector("[data-sentence]");

  const values = () => Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()]));
  const paint = () => {
    sentence.textContent = inOneSentence(values(), form.dataset);
    form.querySelector("[data-made]").hidden = !sentence.textContent;
  };
  const keeping = new Keeping(form, `plan ${player.module} ${block.dataset.id}`, () => {
    form.reset();
    paint();
  });
  const plan = () => (sentence.textContent ? { ...values(), sentence: sentence.textContent } : null);

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    paint();
    keeping.keepSoon(plan);
  });
  const keep = () => keeping.keep(plan()).then(() => dispatchEvent(new Event("planned")));
  form.addEventListener("change", keep);
  form.addEventListener("click", ({ target }) => {
    if (target.dataset.fill === undefined) return;
    form.elements[target.dataset.fill].value = target.textContent;
    paint();
    keep();
  });
  form.querySelector("[data-print]").addEventListener("click", () => print());

  const before = await keeping.before();
  for (const field of fields) field.value = before?.[field.name] ?? ""; // before anybody can write into it
  paint();
  block.querySelector("[data-plain]").hidden = true;
  block.append(form);
}

// What is not answered yet leaves no hole in the sentence.
function inOneSentence(answers, { when, otherwise }) {
  const { skill, after, if: obstacle, then, ...more } = answers;
  const parts = [
    skill && after ? when.replace("{after}", capital(after)).replace("{skill}", skill) : capital(skill || after || ""),
    obstacle && then ? otherwise.replace("{if}", obstacle).replace("{then}", then) : capital(obstacle || then || ""),
    ...Object.values(more).map(capital),
  ];
  return parts.filter(Boolean).map((part) => part.replace(/[.\s]*$/, ".")).join(" ");
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

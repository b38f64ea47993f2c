// An if-then plan in the person's own words: built and kept on the phone, printed if wished.
import { forget, keep, kept } from "../store.js";

const KEPT_AFTER = 400; // milliseconds without typing

export default async function start(block, player) {
  const key = `plan ${player.module} ${block.dataset.id}`;
  const form = player.element.querySelector(`template[data-form="${block.dataset.id}"]`).content.firstElementChild.cloneNode(true);
  const fields = [...form.querySelectorAll("input")];
  const sentence = form.querySelector("[data-sentence]");
  let timer;

  const values = () => Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()]));
  const paint = () => {
    sentence.textContent = inOneSentence(values(), form.dataset);
    form.querySelector("[data-made]").hidden = !sentence.textContent;
  };
  const save = () => keep("notes", key, { ...values(), sentence: sentence.textContent, at: Date.now() }).catch(() => {});

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    paint();
    clearTimeout(timer);
    timer = setTimeout(save, KEPT_AFTER);
  });
  form.addEventListener("change", save);
  form.addEventListener("click", ({ target }) => {
    if (target.dataset.fill === undefined) return;
    form.elements[target.dataset.fill].value = target.textContent;
    paint();
    save();
  });
  form.querySelector("[data-print]").addEventListener("click", () => print());
  form.querySelector("[data-erase]").addEventListener("click", async () => {
    clearTimeout(timer);
    await forget("notes", key); // what is seen to be gone is gone
    form.reset();
    paint();
  });

  block.querySelector("[data-plain]").hidden = true;
  block.append(form);
  const before = await kept("notes", key).catch(() => null);
  for (const field of fields) field.value ||= before?.[field.name] ?? "";
  paint();
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

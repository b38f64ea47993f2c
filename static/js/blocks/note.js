// Words for oneself: kept on this phone and nowhere else.
import { forget, keep, kept } from "../store.js";

const KEPT_AFTER = 400; // milliseconds without typing

export default async function start(block, player) {
  const key = `note ${player.module} ${block.dataset.id}`;
  const form = player.clone("note");
  const text = form.querySelector("textarea");
  const state = form.querySelector("[data-state]");
  const prompt = block.querySelector("[data-prompt]");
  let timer;

  const save = async () => {
    clearTimeout(timer);
    const words = text.value.trim();
    await (words ? keep("notes", key, { text: words, at: Date.now() }) : forget("notes", key));
    state.textContent = words ? state.dataset.wordKept : "";
  };

  prompt.id ||= `${block.dataset.id}-prompt`;
  text.setAttribute("aria-labelledby", prompt.id);
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, KEPT_AFTER);
  });
  text.addEventListener("change", save);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-erase]").addEventListener("click", async () => {
    clearTimeout(timer);
    await forget("notes", key); // what is seen to be gone is gone
    text.value = "";
    state.textContent = state.dataset.wordErased;
    text.focus();
  });

  block.querySelector("[data-plain]").hidden = true;
  block.append(form);
  text.value ||= (await kept("notes", key).catch(() => null))?.text ?? "";
}

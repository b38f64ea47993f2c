// Words for oneself: kept on this phone and nowhere else.
import { Keeping } from "./choosing.js";

export default async function start(block, player) {
  const form = player.clone("note");
  const text = form.querySelector("textarea");
  const prompt = block.querySelector("[data-prompt]");
  const keeping = new Keeping(form, `note ${player.module} ${block.dataset.id}`, () => {
    text.value = "";
    text.focus();
  });
  const words = () => {
    const written = text.value.trim();
    return written ? { text: written } : null;
  };

  prompt.id ||= `${block.dataset.id}-prompt`;
  text.setAttribute("aria-labelledby", prompt.id);
  text.addEventListener("input", () => keeping.keepSoon(words));
  text.addEventListener("change", () => keeping.keep(words()));
  form.addEventListener("submit", (event) => event.preventDefault());

  text.value = (await keeping.before())?.text ?? ""; // before anybody can write into it
  block.querySelector("[data-plain]").hidden = true;
  block.append(form);
}

// One thing to stay with; now and then a bell asks where the attention was.
import { practise } from "../practice.js";
import { ring } from "./tone.js";

export default function start(block, player) {
  const { seconds, bell, wordBell, end, preview } = block.dataset;
  const tone = block.querySelector("[data-tone]");

  practise(block, player, {
    end,
    preview: { text: "", more: preview },
    phases() {
      const label = block.querySelector(".targets :checked")?.closest("label") ?? block.querySelector(".targets label");
      const text = label.querySelector("[data-usual]").textContent;
      const other = label.querySelector("[data-other]")?.textContent ?? "";
      const times = Math.ceil(Number(seconds) / Number(bell));
      return Array.from({ length: times }, (_, number) => ({
        kind: number ? "bell" : "line",
        text: number ? wordBell : text,
        more: number ? text : other,
        seconds: Math.min(Number(bell), Number(seconds) - number * Number(bell)),
        begin: () => number && tone.checked && ring(),
      }));
    },
  });
}

// A minute of warmth: a hand, or something warm for those who would rather not touch themselves.
import { practise } from "../practice.js";

export default function start(block, player) {
  const { seconds, end, preview, half } = block.dataset;

  practise(block, player, {
    end,
    preview: { text: "", more: preview },
    phases() {
      const chosen = block.querySelector(".ways :checked").closest("label");
      const text = chosen.querySelector("[data-usual]").textContent;
      const halves = { kind: "line", text, seconds: Number(seconds) / 2 };
      return [halves, { ...halves, more: half }];
    },
  });
}

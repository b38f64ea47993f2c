// Drawing on paper: only a clock and the next drawing; nothing takes a picture.
import { practise } from "../practice.js";

export default function start(block, player) {
  const { seconds, end, preview } = block.dataset;

  practise(block, player, {
    end,
    preview: { text: "", more: preview },
    phases: () =>
      [...block.querySelectorAll("[data-drawing]")].map((drawing) => ({
        kind: "line",
        text: drawing.querySelector("[data-usual]").textContent,
        more: drawing.querySelector("[data-other]")?.textContent ?? "",
        seconds: Number(seconds),
      })),
  });
}

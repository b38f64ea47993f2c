// Phases of movement, each as written, seated, or very small.
import { practise } from "../practice.js";

export default function start(block, player) {
  const { end, preview } = block.dataset;
  const way = block.querySelector("[data-options]");

  practise(block, player, {
    pacer: true,
    end,
    preview: { text: "", more: preview },
    phases() {
      const chosen = way.querySelector(":checked").value;
      return [...block.querySelectorAll("[data-phase]")].map((phase) => {
        const words = phase.querySelector(`[data-${chosen}]`) ?? phase.querySelector("[data-seated]") ?? phase.querySelector("[data-usual]");
        return { kind: "hold", text: words.textContent, seconds: Number(phase.dataset.seconds) };
      });
    },
  });
}

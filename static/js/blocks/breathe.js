// Paced breathing: a word and a count for every phase, or the person's own pace.
import { practise } from "../practice.js";

const GENTLE = { in: 3, hold: 0, out: 4, rest: 0 };
const ORDER = ["in", "hold", "out", "rest"];
const OWN_PACE_CYCLES = 200; // as good as without an end

export default function start(block, player) {
  const written = Object.fromEntries(ORDER.map((kind) => [kind, Number(block.dataset[kind])]));
  const chosen = (name) => block.querySelector(`[data-choice="${name}"] :checked`)?.value;
  const isOwnPace = () => chosen("pace") === "own";

  practise(block, player, {
    pacer: true,
    end: block.dataset.end,
    ownPace: isOwnPace,
    preview: { text: "", more: block.querySelector("[data-rhythm]").textContent },
    phases() {
      if (isOwnPace()) return cycle(OWN_PACE_CYCLES, { in: Infinity, hold: 0, out: Infinity, rest: 0 }, block);
      const cycles = Number(chosen("length") ?? block.dataset.cycles);
      if (chosen("pace") !== "gentle") return cycle(cycles, written, block);
      // The same time at a lighter pace.
      return cycle(Math.round((cycles * total(written)) / total(GENTLE)), GENTLE, block);
    },
  });
}

const total = (seconds) => ORDER.reduce((sum, kind) => sum + seconds[kind], 0);

function cycle(times, seconds, { dataset }) {
  const words = { in: dataset.wordIn, hold: dataset.wordHold, out: dataset.wordOut, rest: dataset.wordRest };
  const once = ORDER.filter((kind) => seconds[kind]).map((kind) => ({ kind, text: words[kind], seconds: seconds[kind] }));
  return Array.from({ length: times }, () => once).flat();
}

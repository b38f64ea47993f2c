// Press a little, let go for longer, part after part; any part can be left out.
import { practise } from "../practice.js";
import { chosenParts } from "./parts.js";

const SECONDS_A_WORD = 0.5;
const SHORTEST = 5;

export default function start(block, player) {
  const { dataset } = block;

  practise(block, player, {
    pacer: true,
    end: dataset.end,
    preview: { text: dataset.wordTense, more: dataset.length },
    phases() {
      const parts = chosenParts(block);
      return Array.from({ length: Number(dataset.rounds) }, (_, round) => rounds(parts[round % parts.length], dataset)).flat();
    },
  });
}

// First the time to read what to press.
function rounds({ text, other }, dataset) {
  const reading = Math.max(SHORTEST, text.split(/\s+/).length * SECONDS_A_WORD);
  return [
    { kind: "rest", text, more: other, seconds: reading },
    { kind: "in", text: dataset.wordTense, more: text, seconds: Number(dataset.tense) },
    { kind: "out", text: dataset.wordRelease, seconds: Number(dataset.release) },
  ];
}

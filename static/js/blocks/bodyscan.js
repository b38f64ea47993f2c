// A slow walk through the parts of the body that the person has chosen. No clock.
import { practise } from "../practice.js";
import { chosenParts } from "./parts.js";

export default function start(block, player) {
  const seconds = Number(block.dataset.seconds);

  practise(block, player, {
    spoken: true,
    hidesTime: true,
    end: block.dataset.end,
    preview: { text: block.dataset.choose },
    phases: () => chosenParts(block).map(({ text, other }) => ({ kind: "line", text, more: other, seconds, reading: 0.1 })),
  });
}

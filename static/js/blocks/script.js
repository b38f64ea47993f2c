// Spoken lines, one at a time, each with its own quiet.
import { practise } from "../practice.js";

const SECONDS_A_WORD = 0.6; // slow reading aloud
const SHORTEST = 2;

export default function start(block, player) {
  const lines = [...block.querySelectorAll(".lines li")].map((line) => {
    const text = line.querySelector(".line").textContent;
    const reading = Math.max(SHORTEST, text.split(/\s+/).length * SECONDS_A_WORD);
    return { kind: "line", text, reading, seconds: reading + Number(line.dataset.pause) };
  });

  block.querySelector("details").open = false;
  practise(block, player, {
    spoken: true,
    end: "",
    preview: { text: lines[0].text, more: block.dataset.length },
    phases: () => lines,
  });
}

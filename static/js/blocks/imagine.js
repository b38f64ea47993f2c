// A place to imagine; every so often the phone says how to come back from it.
import { practise } from "../practice.js";

const SECONDS_A_WORD = 0.6; // slow reading aloud
const SHORTEST = 2;
const EXIT_SECONDS = 5;

export default function start(block, player) {
  const { exits, exit, back, length } = block.dataset;
  const lines = [...block.querySelectorAll(".lines li")].map((line) => {
    const text = line.querySelector(".line").textContent;
    return { kind: "line", text, ...timed(text, Number(line.dataset.pause)) };
  });
  const scenery = () => block.querySelector("[data-own-place] :checked")?.nextElementSibling.textContent ?? "";

  block.querySelector("[data-options]")?.setAttribute("data-own-place", "");
  block.querySelector("details").open = false;
  const practice = practise(block, player, {
    spoken: true,
    end: "",
    preview: { text: "", more: length },
    phases: () => withExits(lines.map((line) => ({ ...line, more: scenery() })), Number(exits), exit),
  });
  practice.button("stop").textContent = back;
}

function timed(text, pause) {
  const reading = Math.max(SHORTEST, text.split(/\s+/).length * SECONDS_A_WORD);
  return { reading, seconds: reading + pause };
}

// Between two lines, whenever the time since the last way out would grow too long.
function withExits(lines, every, exit) {
  const phases = [];
  let since = 0;
  for (const line of lines) {
    if (since && since + line.seconds > every) {
      phases.push({ kind: "line", text: exit, ...timed(exit, EXIT_SECONDS) });
      since = 0;
    }
    phases.push(line);
    since += line.seconds;
  }
  return phases;
}

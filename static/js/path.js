// Paints the stones of a programme: done, here, not yet; in shape, sign and words.
import { allProgress } from "./done.js";
import { fill } from "./paint.js";

export default async function start(list) {
  const paint = async () => {
    const progress = await allProgress();
    const stones = [...list.querySelectorAll("[data-module-id]")];
    const here = stones.find((stone) => !progress.get(stone.dataset.moduleId)?.done);
    for (const stone of stones) paintStone(stone, progress.get(stone.dataset.moduleId), stone === here, list.dataset);
  };
  await paint();
  addEventListener("me", paint);
}

function paintStone(stone, there, isHere, words) {
  const steps = (stone.dataset.steps ?? "").split(" ").filter(Boolean);
  const position = there?.at ? Math.min(steps.indexOf(there.at) + 2, steps.length) : 1;
  stone.classList.toggle("is-done", Boolean(there?.done));
  stone.classList.toggle("is-here", isHere);
  if (there?.done) stone.querySelector("[data-sign]").textContent = "✓";
  stone.querySelector("[data-status]").textContent = there?.done
    ? words.done
    : there?.steps.length
      ? fill(words.started, { step: position, steps: steps.length })
      : words.open;
}

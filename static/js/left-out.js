// A person struck something once, such as touch: where an exercise asks for it, another way comes first.
import { kept } from "./store.js";

export default async function start(player) {
  const struck = (await kept("notes", "left-out").catch(() => null))?.tags ?? [];
  const asks = (block) => block.dataset.tags.split(" ").filter((tag) => struck.includes(tag));
  if (!struck.length) return;

  for (const block of player.element.querySelectorAll("[data-tags]")) {
    const tags = asks(block);
    const variant = tags.length === 1 && block.querySelector(`[data-without="${tags[0]}"]`);
    if (variant) variant.checked = true;
    else if (tags.length) block.prepend(words(player, block, asks));
  }
}

function words(player, block, asks) {
  const note = player.clone("left-out");
  const link = note.querySelector("[data-other-way]");
  const step = otherStep(player, block, asks);
  link.closest("p").hidden = !step;
  if (step) {
    link.setAttribute("href", `#${step.id}`); // a copy of a template has no address of its own yet
    link.textContent = `${link.textContent}: ${step.querySelector("h2").textContent}`;
  }
  note.querySelector("[data-skip-it]").addEventListener("click", () => player.skip(block));
  return note;
}

// What the author names, else the first other exercise of the module that asks for none of it.
function otherStep(player, block, asks) {
  const own = player.stepOf(block);
  const named = block.dataset.instead && document.getElementById(block.dataset.instead);
  if (named) return named;
  return player.steps.find((step) => {
    const blocks = [...step.querySelectorAll("[data-practice-block]")];
    return step !== own && blocks.length && blocks.every((one) => !one.dataset.tags || !asks(one).length);
  });
}

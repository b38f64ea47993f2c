// Tension from 0 to 10: kept on the phone, told to nobody.
import { keep, kept } from "../store.js";

const SAME_SITTING = 12 * 3600e3; // an older number says nothing of this exercise

export default function start(block, player) {
  const { when } = block.dataset;
  const key = `tension ${player.module}`;
  const answer = block.querySelector("[data-answer]");
  for (const line of block.querySelectorAll("[data-feedback]")) line.hidden = true;

  const answerTo = async (choice) => {
    const value = Number(choice.value);
    const before = when === "after" ? await earlier(key) : null;
    if (before !== null) player.notice("rose", value > before);
    answer.replaceChildren(...spoken(block, value, before), ...(isHard(block, value, before) ? [player.clone("calm")] : []));
    if (answer.childElementCount) answer.scrollIntoView({ block: "nearest" });
    await keep("notes", `${key} ${when}`, { value, at: Date.now() }).catch(() => {}); // nobody waits for the disk
  };

  block.addEventListener("change", ({ target }) => answerTo(target));
  const early = block.querySelector(":checked"); // touched before this script came
  if (early) answerTo(early);
}

async function earlier(key) {
  const before = await kept("notes", `${key} before`).catch(console.error);
  return before && Date.now() - before.at < SAME_SITTING ? before.value : null;
}

function spoken(block, value, before) {
  if (before === null) return [];
  const name = value < before ? "down" : value > before ? "up" : "same";
  const line = block.querySelector(`[data-feedback="${name}"]`)?.cloneNode(true);
  if (!line) return [];
  line.hidden = false;
  return [line];
}

// The page says from where on; one too old to say it always offers help.
const isHard = ({ dataset: { high, rise } }, value, before) =>
  !(value < high) || (before !== null && !(value - before < rise));

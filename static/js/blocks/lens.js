// An aside for some people: shown only where they chose it on this phone; nobody else learns of it.
import { kept } from "../store.js";

export default async function start(block) {
  const chosen = (await kept("notes", "lenses").catch(() => null))?.chosen ?? [];
  const details = block.querySelector("details");
  details.open = block.dataset.for.split(" ").some((lens) => chosen.includes(lens));
  block.hidden = !details.open;
}

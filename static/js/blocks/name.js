// A thought gets a name: "I notice a thought that…". Nothing is kept unless the person says so.
import { addBox, atMost, boxes, isOwn, Keeping, ownWords, wordsOf } from "./choosing.js";

export default async function start(block, player) {
  const keepIt = block.querySelector("[data-keep]");
  const most = Number(block.dataset.max);
  const chosen = () => boxes(block).filter(({ checked }) => checked);
  const paint = () => {
    atMost(boxes(block), most);
    block.querySelector("[data-named]").replaceChildren(...chosen().map((box) => sentence(block.dataset.prefix, wordsOf(box))));
  };
  const clear = () => {
    keepIt.checked = false;
    for (const box of boxes(block)) {
      box.checked = false;
      if (isOwn(box)) box.closest("label").remove();
    }
    paint();
  };
  const keeping = new Keeping(block, `name ${player.module} ${block.dataset.id}`, clear);
  const save = () => keeping.keep(keepIt.checked ? { words: chosen().map(({ value }) => value) } : null);
  const own = ownWords(block, (words) => {
    if (chosen().length >= most) return false;
    addBox(block, words);
    paint();
    save();
    return true;
  });

  const before = (await keeping.before())?.words ?? [];
  const early = keepIt.checked || (before.length && chosen().length); // touched before this script knew what was kept
  for (const value of before) {
    keepIt.checked = true;
    const box = boxes(block).find((one) => one.value === value);
    if (box) box.checked = true;
    else addBox(block, value.replace(/^own:/, ""));
  }
  paint();
  if (early) save();
  block.querySelector("fieldset").after(own);
  block.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    paint();
    save();
  });
}

function sentence(prefix, words) {
  const begun = prefix.replace(/\s*(…|\.\.\.)\s*$/, " ");
  return Object.assign(document.createElement("li"), { textContent: `${begun}${words}`.replace(/[.\s]*$/, ".") });
}

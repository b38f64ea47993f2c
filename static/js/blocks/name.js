// A thought gets a name: "I notice a thought that…". Nothing is kept unless the person says so.
import { addBox, atMost, boxes, isOwn, joinEarly, Keeping, ownWords, wordsOf } from "./choosing.js";

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
  const isAsked = keepIt.checked; // touched before this script knew what was kept
  for (const value of before) {
    if (!boxes(block).some((box) => box.value === value)) addBox(block, value.replace(/^own:/, ""), false);
  }
  const isJoined = joinEarly(boxes(block), ({ value }) => before.includes(value), most);
  keepIt.checked ||= before.length > 0;
  paint();
  if (isAsked || (isJoined && before.length)) save();
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

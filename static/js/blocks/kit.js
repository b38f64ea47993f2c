// The person's own kit: one for the whole app, shown on its first page.
import { fill } from "../paint.js";
import { atMost, boxes, joinEarly, Keeping } from "./choosing.js";

const MOST = 5;

export default async function start(block) {
  const most = Number(block.dataset.pick);
  let others = []; // put into the kit by another module

  const chosen = () => boxes(block).filter(({ checked }) => checked);
  const paint = () => {
    atMost(boxes(block), most);
    block.querySelector("[data-said]").textContent = fill(block.dataset.count, { count: chosen().length });
  };
  const keeping = new Keeping(block, "kit", () => {
    others = [];
    for (const box of boxes(block)) box.checked = false;
    paint();
  });

  const save = () => {
    paint();
    const exercises = [...chosen().map(exercise), ...others].slice(0, MOST);
    keeping.keep(exercises.length ? { exercises } : null);
  };

  const before = (await keeping.before())?.exercises ?? [];
  const isJoined = joinEarly(boxes(block), (box) => before.some(({ path }) => path === pathOf(box)), most);
  const offered = boxes(block).map(pathOf);
  others = before.filter(({ path }) => !offered.includes(path));
  if (isJoined) save();
  else paint();
  block.addEventListener("change", save);
}

// The page in the other language is the same exercise.
const pathOf = (box) => box.value.replace(/^\/[a-z]{2}\//, "");
const exercise = (box) => ({ path: pathOf(box), title: box.dataset.title, lang: document.documentElement.lang });

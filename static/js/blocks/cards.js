// Cards to pick, and to put in order with buttons; the choice stays on the phone and can be undone.
import { fill } from "../paint.js";
import { addBox, atMost, boxes, isOwn, Keeping, ownWords, wordsOf } from "./choosing.js";

export default function start(block, player) {
  return new Cards(block, player).begin();
}

class Cards {
  #order = []; // values of the picked cards, the first in importance first

  constructor(block, player) {
    this.block = block;
    this.most = Number(block.dataset.pick);
    this.ranked = block.dataset.rank === "1";
    this.practical = block.dataset.practical.split(" ");
    this.list = block.querySelector("[data-picked]");
    this.keeping = new Keeping(block, `cards ${player.module} ${block.dataset.id}`, () => this.#clear());
  }

  async begin() {
    const before = (await this.keeping.before())?.picked ?? [];
    const early = boxes(this.block).filter(({ checked }) => checked); // touched before this script knew what was kept
    for (const value of before) this.#take(value);
    for (const { value } of early) this.#take(value);
    if (early.length) this.#changed();
    else this.#paint();
    this.block.querySelector("fieldset").after(ownWords(this.block, (words) => this.#add(words)));
    this.block.addEventListener("change", ({ target }) => target.type === "checkbox" && this.#toggle(target));
  }

  #take(value) {
    const box = this.#box(value) ?? (value.startsWith("own:") ? addBox(this.block, value.slice(4)) : null);
    if (!box || this.#order.includes(value)) return;
    box.checked = this.#order.length < this.most;
    if (!box.checked) return;
    this.#order.push(value);
  }

  #box(value) {
    return boxes(this.block).find((box) => box.value === value);
  }

  #add(words) {
    if (this.#order.length >= this.most) return false;
    this.#take(`own:${words}`);
    this.#changed();
    return true;
  }

  #toggle(box) {
    this.#order = this.#order.filter((value) => value !== box.value);
    if (box.checked) this.#order.push(box.value);
    this.#changed();
  }

  #clear() {
    for (const box of boxes(this.block)) {
      box.checked = false;
      if (isOwn(box)) box.closest("label").remove();
    }
    this.#order = [];
    this.#paint();
  }

  #changed() {
    this.#paint();
    this.keeping.keep(this.#order.length ? { picked: this.#order } : null);
  }

  #paint() {
    atMost(boxes(this.block), this.most);
    this.block.querySelector("[data-said]").textContent = fill(this.block.dataset.count, { count: this.#order.length });
    const words = this.block.querySelector("[data-practical-words]");
    if (words) words.hidden = !this.#order.some((value) => this.practical.includes(value));
    if (!this.ranked) return;
    this.block.querySelector("[data-rank-words]").hidden = this.#order.length < 2;
    this.list.replaceChildren(...this.#order.map((value, place) => this.#place(value, place)));
  }

  #place(value, place) {
    const item = this.block.querySelector("template[data-place]").content.firstElementChild.cloneNode(true);
    const card = wordsOf(this.#box(value));
    item.querySelector("[data-words]").textContent = card;
    for (const [name, step] of [["up", -1], ["down", 1]]) {
      const button = item.querySelector(`[data-${name}]`);
      button.ariaLabel = fill(button.dataset.label, { card });
      button.disabled = !this.#order[place + step];
      button.addEventListener("click", () => this.#move(place, step, name));
    }
    return item;
  }

  #move(place, step, name) {
    const [value] = this.#order.splice(place, 1);
    this.#order.splice(place + step, 0, value);
    this.#changed();
    const item = this.list.children[place + step];
    const button = item.querySelector(`[data-${name}]`);
    (button.disabled ? item.querySelector("button:not(:disabled)") : button).focus();
  }
}

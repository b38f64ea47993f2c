// What blocks share in which people choose or write, and keep it on the phone.
import { forget, keep, kept } from "../store.js";

const KEPT_AFTER = 400; // milliseconds without typing

// A field for own words: Enter and the button add them.
export function ownWords(block, add) {
  const row = block.querySelector("template[data-own]").content.firstElementChild.cloneNode(true);
  const [first, ...others] = row.querySelectorAll("input");
  const take = () => {
    const words = first.value.trim();
    if (!words || !add(words, ...others.map(({ value }) => value.trim()))) return;
    for (const field of [first, ...others]) field.value = "";
    first.focus();
  };
  row.querySelector("[data-add]").addEventListener("click", take);
  row.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  return row;
}

// One record of the phone for one block, with its line "Stays only on this phone. Erase".
export class Keeping {
  #known; // a promise of what was kept before this page
  #isUnread = false;

  constructor(block, key, clear) {
    this.key = key;
    this.state = block.querySelector("[data-state]");
    block.addEventListener("input", () => this.#say("")); // the word was about what stood there before
    block.querySelector("[data-erase]").addEventListener("click", async () => {
      clearTimeout(this.timer);
      await this.#known; // what comes from there later would come back
      await forget("notes", key); // what is seen to be gone is gone
      this.#isUnread = false;
      clear();
      this.#say("wordErased");
    });
  }

  before() {
    this.#known = kept("notes", this.key).catch((failure) => {
      console.error(this.key, failure);
      this.#isUnread = true;
    });
    return this.#known;
  }

  keepSoon(value) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(value()), KEPT_AFTER);
  }

  async keep(value) {
    clearTimeout(this.timer);
    try {
      if (this.#isUnread) throw new Error("what cannot be read is not written over");
      await (value ? keep("notes", this.key, { ...value, at: Date.now() }) : forget("notes", this.key));
      this.#say(value ? "wordKept" : "");
    } catch (failure) {
      console.error(this.key, failure); // a full storage must not stop a choice
      this.#say("wordFailed");
    }
  }

  #say(name) {
    this.state.textContent = this.state.dataset[name] ?? "";
  }
}

export const boxes = (block) => [...block.querySelectorAll("fieldset input[type=checkbox]")];
export const wordsOf = (box) => box.nextElementSibling.textContent.trim();

// What was kept comes first; what was touched before the phone knew of it joins it while there is room.
export function joinEarly(all, isKept, most) {
  const before = all.filter(isKept);
  const early = all.filter((box) => box.checked && !before.includes(box));
  const chosen = [...before, ...early].slice(0, most);
  for (const box of all) box.checked = chosen.includes(box);
  return early.length > 0;
}

// As many as the author allows; the others wait until one is let go.
export function atMost(all, most) {
  const full = all.filter(({ checked }) => checked).length >= most;
  for (const box of all) box.disabled = full && !box.checked;
}

// One more card to touch, in the person's own words.
export function addBox(block, words, checked = true) {
  const label = boxes(block).at(-1).closest("label").cloneNode(true);
  const box = label.querySelector("input");
  Object.assign(box, { value: `own:${words}`, checked, disabled: false });
  box.nextElementSibling.textContent = words;
  block.querySelector("fieldset").append(label);
  return box;
}

export const isOwn = (box) => box.value.startsWith("own:");

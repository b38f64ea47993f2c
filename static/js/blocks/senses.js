// One card for each sense, at one's own pace; every card has another way.
import { Clock, practised } from "../practice.js";

export default function start(block, player) {
  player.take(block, new Senses(block, player));
}

class Senses {
  #at = 0;
  #clock = new Clock();
  isTouched = false;

  constructor(block, player) {
    Object.assign(this, { block, player });
    this.cards = [...block.querySelectorAll("[data-card]")];
    this.controls = player.clone("cards-controls");
    this.button("main").addEventListener("click", () => this.#next());
    this.button("stop").addEventListener("click", () => this.stop());
    block.classList.add("cards");
    for (const card of this.cards) this.#deal(card);
    block.dataset.state = "waiting";
    this.#touch(false);
    this.#show(0);
    setInterval(() => practised(player, block, this.#clock), 1000);
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#clock.hold() : this.isTouched && this.#clock.run()));
  }

  button(name) {
    return this.controls.querySelector(`[data-${name}]`);
  }

  #deal(card) {
    const count = Number(card.dataset.count);
    if (count > 1) card.append(this.#dots(card, count));
    const other = card.querySelector("[data-other]");
    if (!other) return;
    other.hidden = true;
    const swap = this.player.clone("swap");
    swap.addEventListener("click", () => this.#swap(card, swap));
    card.append(swap);
  }

  #dots(card, count) {
    const dots = document.createElement("div");
    dots.className = "found";
    dots.role = "group";
    dots.ariaLabel = card.querySelector("h3").textContent;
    for (let number = 1; number <= count; number += 1) {
      const dot = this.player.clone("dot");
      dot.querySelector("input").ariaLabel = String(number);
      dot.addEventListener("change", () => this.#begin());
      dots.append(dot);
    }
    return dots;
  }

  #swap(card, swap) {
    this.#begin();
    const usual = card.querySelector("[data-usual]");
    const other = card.querySelector("[data-other]");
    usual.hidden = !usual.hidden;
    other.hidden = !usual.hidden;
    swap.textContent = usual.hidden ? swap.dataset.wordUsual : swap.dataset.wordOther;
  }

  #show(at) {
    this.#at = at;
    for (const card of this.cards) card.hidden = card !== this.cards[at];
    const main = this.button("main");
    main.textContent = at === this.cards.length - 1 ? main.dataset.wordLast : main.dataset.wordNext;
  }

  #begin() {
    this.#touch(true);
    this.#clock.run();
    this.player.refresh();
  }

  // Before the first touch one goes past it, after it one stops.
  #touch(touched) {
    this.isTouched = touched;
    this.button("stop").hidden = !touched;
  }

  #next() {
    this.#begin();
    if (this.#at === this.cards.length - 1) {
      this.#end("done");
      this.player.finished(this.block);
      return;
    }
    this.#show(this.#at + 1);
    this.cards[this.#at].querySelector("h3").focus({ preventScroll: true });
    this.cards[this.#at].scrollIntoView({ block: "nearest" });
  }

  // Leaving the step half-way is an end too, and the cards start anew.
  stop() {
    if (!this.isTouched) return;
    this.#end("done");
    this.player.finished(this.block);
    this.player.notice("stopped");
  }

  skip() {
    this.#end("skipped");
    this.player.skipped(this.block);
  }

  #end(state) {
    practised(this.player, this.block, this.#clock);
    this.#clock = new Clock();
    this.#touch(false);
    this.block.dataset.state = state;
    if (state === "skipped") this.#show(0);
    this.player.refresh();
  }
}

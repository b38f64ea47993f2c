// Plays a module or tool step by step; without it the page is one long text with every step.
import { progressOf, record } from "./diary.js";
import { begin } from "./main.js";

const LARGE_TEXT = 24; // pixels of the root: from here on nothing sticks to an edge

export default function start(element) {
  return new Player(element).begin();
}

class Player {
  #practices = new Map(); // block -> its practice
  #recorded = new Set();
  #depth = 0; // how many screens of this page lie behind in the history

  constructor(element) {
    this.element = element;
    this.words = element.dataset;
    this.module = this.words.moduleId;
    this.screens = [...element.querySelectorAll("[data-screen]")];
    this.steps = this.screens.filter((screen) => screen.dataset.screen === "step");
    this.dock = element.querySelector("[data-dock]");
    this.back = this.dock.querySelector("[data-back]");
    this.next = this.dock.querySelector("[data-next]");
    // Reading aloud is an extra: an exercise plays without it, and without its script.
    this.speech = import("./speech.js").then(
      ({ speechOf }) => speechOf(this),
      () => null,
    );
  }

  async begin() {
    this.#listen();
    this.#startBlocks();
    this.element.classList.add("playing");
    this.element.classList.toggle("large", parseFloat(getComputedStyle(document.documentElement).fontSize) >= LARGE_TEXT);
    this.#depth = history.state?.depth ?? 0;
    history.scrollRestoration = "manual";
    this.#show(this.#asked() ?? this.screens[0], { focus: false });
    if (location.hash) scrollTo(0, 0);
    await this.#offerToContinue();
  }

  // What blocks and practices use.

  clone(name) {
    return this.element.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  }

  stepOf(block) {
    return block.closest("[data-screen]");
  }

  record(kind, step, more = {}) {
    return record(kind, { module: this.module, step, version: this.words.version, ...more }).catch((failure) => {
      console.error(kind, failure); // a full or closed storage must not stop an exercise
      this.#recorded.delete(kind);
    });
  }

  // A practice that was stopped, a number that rose: together they ask for a quiet day, if reminders come at all.
  notice(sign, isSo) {
    import("./rest.js").then((rest) => rest.notice(this.module, sign, isSo)).catch(() => {});
  }

  // Voices fall silent when their step is left, and when an exercise begins.
  quiet() {
    dispatchEvent(new Event("quiet"));
  }

  take(block, practice) {
    this.#practices.set(block, practice);
    this.refresh();
  }

  skip(block) {
    this.#practices.get(block)?.skip();
  }

  skipped(block) {
    const step = this.stepOf(block);
    this.record("skipped", step.id);
    if (step === this.current && !this.#waiting()) this.#go(this.#after(step));
  }

  finished(block) {
    if (this.stepOf(block) !== this.current) return;
    const waiting = this.#waiting();
    (waiting ? this.#practices.get(waiting)?.button("main") : this.next).focus({ preventScroll: true });
  }

  // The dock shows the practice that waits or runs; exactly one button is filled.
  refresh() {
    const running = this.#blocks().find((block) => this.#practices.get(block)?.isUnderWay);
    const block = running ?? this.#waiting();
    const practice = this.#practices.get(block);
    const place = this.dock.querySelector("[data-practice]");
    if (place.firstElementChild !== (practice?.controls ?? null)) place.replaceChildren(...(practice ? [practice.controls] : []));
    for (const other of this.element.querySelectorAll("[data-active]")) other.removeAttribute("data-active");
    running?.setAttribute("data-active", "");
    this.element.toggleAttribute("data-running", Boolean(running));
    this.next.classList.toggle("button-quiet", Boolean(block));
    this.next.hidden = Boolean(practice?.isTouched);
    this.#nameNext(block);
  }

  #blocks() {
    const all = [...(this.current?.querySelectorAll("[data-practice-block]") ?? [])];
    return all.filter((block) => this.#practices.has(block)); // the others are still on their way
  }

  #waiting() {
    return this.#blocks().find((block) => !["done", "skipped"].includes(block.dataset.state));
  }

  // Moving between screens.

  #listen() {
    this.next.addEventListener("click", () => this.#forward());
    this.back.addEventListener("click", () => this.#backward());
    addEventListener("popstate", () => this.#follow());
    addEventListener("keydown", (event) => event.key === "Escape" && this.#stop());
    document.querySelector("[data-close]")?.addEventListener("click", (event) => this.#close(event));
    for (const link of this.element.querySelectorAll("[data-start]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#go(this.#screen(link.hash) ?? this.steps[0]);
      });
    }
  }

  #screen(hash) {
    return this.screens.find((screen) => `#${screen.id}` === hash);
  }

  #asked() {
    return this.#screen(location.hash);
  }

  #after(screen) {
    return this.screens[this.screens.indexOf(screen) + 1];
  }

  #before(screen) {
    return this.screens[this.screens.indexOf(screen) - 1];
  }

  #forward() {
    if (this.current === this.screens.at(-1)) {
      this.#leave();
      return;
    }
    // Going on without the exercise is as good as doing it.
    this.record(this.#waiting() ? "skipped" : "step_done", this.current.id);
    this.#go(this.#after(this.current));
  }

  #backward() {
    const before = this.#before(this.current);
    if (history.state?.before === before.id) history.back();
    else {
      history.replaceState({ depth: this.#depth }, "", `#${before.id}`);
      this.#show(before);
    }
  }

  #go(screen) {
    this.#depth += 1;
    history.pushState({ depth: this.#depth, before: this.current.id }, "", `#${screen.id}`);
    this.#show(screen);
  }

  #follow() {
    if (!history.state && location.hash && !this.#asked()) {
      // A link to a place on the page, such as "skip to the content".
      history.replaceState({ depth: this.#depth + 1 }, "", `#${this.current.id}`);
    }
    this.#depth = history.state?.depth ?? (location.hash ? this.#depth + 1 : 0);
    const screen = this.#asked() ?? this.screens[0];
    if (screen !== this.current) this.#show(screen);
  }

  #close(event) {
    if (!this.#cameFromHere()) return;
    event.preventDefault();
    history.go(-this.#depth - 1);
  }

  #leave() {
    document.querySelector("[data-close]").click();
  }

  #cameFromHere() {
    if (!document.referrer || history.length <= this.#depth + 1) return false;
    const from = new URL(document.referrer);
    const tail = (path) => path.split("/").slice(2).join("/");
    return from.origin === location.origin && tail(from.pathname) !== tail(location.pathname);
  }

  // What one screen shows.

  #show(screen, { focus = true } = {}) {
    this.#stop();
    this.quiet();
    for (const other of this.screens) other.hidden = other !== screen;
    this.current = screen;
    this.#name(screen);
    this.#dress(screen);
    this.refresh();
    this.#write(screen);
    if (!focus) return;
    scrollTo(0, 0);
    (screen.querySelector("h2") ?? this.element.querySelector("h1")).focus({ preventScroll: true });
  }

  #stop() {
    for (const practice of this.#practices.values()) practice.stop?.();
  }

  #name(screen) {
    const place = this.steps.indexOf(screen) + 1;
    const words = place ? this.#placed(this.words.stepOf, place) : (screen.dataset.name ?? "");
    const { title } = this.words;
    document.title = words ? `${words} – ${title} – ${this.words.app}` : `${title} – ${this.words.app}`;
    const meta = this.element.querySelector("[data-meta]");
    meta.textContent = words;
    this.element.querySelector("[data-bar]").style.setProperty("--done", place ? place / this.steps.length : 1);
    this.element.dataset.on = screen.dataset.screen;
  }

  #placed(words, place) {
    return words.replace("{step}", place).replace("{steps}", this.steps.length);
  }

  #dress(screen) {
    this.dock.hidden = screen.dataset.screen === "intro";
    this.back.hidden = screen === this.screens[0];
  }

  // One way on: past a practice that waits it is called what it is.
  #nameNext(practice) {
    const { wordEnd, wordSkip, wordStep } = this.next.dataset;
    this.next.textContent = this.current === this.screens.at(-1) ? wordEnd : practice ? wordSkip : wordStep;
  }

  #write(screen) {
    if (screen.dataset.screen === "intro") return;
    this.#once("opened");
    const last = screen === this.steps.at(-1) && this.steps.length > 1;
    if (last || screen.dataset.screen === "end") this.#once("module_done");
  }

  #once(kind) {
    if (this.#recorded.has(kind)) return;
    this.#recorded.add(kind);
    this.record(kind);
  }

  async #offerToContinue() {
    const link = this.element.querySelector("[data-continue]");
    if (!link) return;
    const { steps, at, done } = await progressOf(this.module).catch(() => ({ steps: [] }));
    const ids = this.steps.map(({ id }) => id);
    const last = at ?? ids.findLast((id) => steps.includes(id));
    const here = Math.min(ids.indexOf(last) + 1, ids.length - 1);
    if (done || here < 1) return;
    link.hash = ids[here];
    link.textContent = this.#placed(link.dataset.words, here + 1);
    link.hidden = false;
    const again = this.element.querySelector("[data-from-start]");
    again.classList.add("button-quiet");
    again.textContent = again.dataset.again;
  }

  #startBlocks() {
    for (const block of this.element.querySelectorAll("[data-block]")) begin(`blocks/${block.dataset.block}`, block, this);
    if (this.element.querySelector("[data-tags]")) begin("left-out", this);
  }
}

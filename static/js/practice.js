// The frame of a timed practice: Start, Pause, Stop, Skip. Nothing starts by itself.
import { keep, kept } from "./store.js";

const TICK = 200;
const REALLY_PRACTISED = 5; // seconds; less is a look, not a practice
const LONG = 30; // seconds of countdown from which ten-second steps are enough
const PULSE = { in: 60, out: [160], hold: 0, rest: 0, bell: [90] };

// Seconds that really passed while it ran, whatever the timers of a hidden tab did.
export class Clock {
  #before = 0;
  #since = null;
  told = 0; // minutes

  run() {
    this.#since ??= performance.now();
  }

  hold() {
    this.#before = this.seconds * 1000;
    this.#since = null;
  }

  get seconds() {
    return (this.#before + (this.#since === null ? 0 : performance.now() - this.#since)) / 1000;
  }
}

// The diary is told whole minutes, at least one, as soon as they are more: a page that is left writes nothing,
// and of a day the longest counts.
export function practised(player, block, clock) {
  const minutes = Math.max(1, Math.round(clock.seconds / 60));
  if (clock.seconds <= REALLY_PRACTISED || minutes <= clock.told) return;
  clock.told = minutes;
  player.record("practised", player.stepOf(block).id, { minutes });
}

// exercise: { preview, phases(), end, pacer?, hidesTime?, ownPace?() }
// phase: { text, more?, seconds, kind, reading?, begin?() }
export function practise(block, player, exercise) {
  const practice = new Practice(block, player, exercise);
  player.take(block, practice);
  return practice;
}

class Practice {
  constructor(block, player, exercise) {
    Object.assign(this, { block, player, exercise, state: "waiting" });
    this.stage = player.clone("stage");
    this.controls = player.clone("controls");
    this.part = (name) => this.stage.querySelector(`[data-${name}]`);
    this.button = (name) => this.controls.querySelector(`[data-${name}]`);
    this.#lay();
    this.#listen();
    this.#wait();
  }

  #lay() {
    const own = this.block.querySelector("[data-options]");
    if (own) this.part("own-options").replaceWith(own);
    else this.part("own-options").remove();
    this.part("vibration").closest("label").hidden = !navigator.vibrate;
    this.part("pacer").hidden = !this.exercise.pacer;
    this.block.append(this.stage);
    for (const name of ["vibration", "dark"]) this.#remember(name);
    this.player.speech.then((speech) => {
      this.speech = speech;
      this.part("aloud").closest("label").hidden = !speech || !this.exercise.spoken;
    });
  }

  async #remember(name) {
    const box = this.part(name);
    let isTouched = false;
    box.addEventListener("change", () => {
      isTouched = true;
      keep("device", `practice-${name}`, box.checked).catch(() => {});
    });
    const before = await kept("device", `practice-${name}`).catch(() => false);
    if (!isTouched) box.checked = Boolean(before);
  }

  #listen() {
    this.button("main").addEventListener("click", () => this.#main());
    this.button("stop").addEventListener("click", () => this.stop());
    this.button("skip").addEventListener("click", () => this.skip());
    this.button("again").addEventListener("click", () => this.start());
    this.part("repeat").addEventListener("click", () => this.start());
    this.part("tap").addEventListener("click", () => this.#turn(this.index + 1));
    document.addEventListener("visibilitychange", () => document.hidden && this.#goAway());
    addEventListener("pagehide", () => this.#goAway());
  }

  #main() {
    if (this.state === "running") this.#pause("paused");
    else if (this.state === "waiting") this.start();
    else this.#resume();
  }

  get isUnderWay() {
    return ["running", "paused", "away"].includes(this.state);
  }

  #wait() {
    const { text, more = "" } = this.exercise.preview;
    this.#say(text, more);
    this.#enter("waiting");
  }

  start() {
    this.player.quiet();
    this.phases = this.exercise.phases();
    this.clock = new Clock();
    this.#darken();
    this.#resume(() => this.#turn(0));
    this.player.dock.scrollIntoView({ block: "end" }); // with large text the dock does not stick
  }

  #resume(then = () => this.#say(this.phase.text, this.phase.more)) {
    this.clock.run();
    this.#enter("running");
    then();
    this.#keepAwake();
    this.timer = setInterval(() => this.#tick(), TICK);
  }

  #pause(state) {
    this.#rest();
    this.#enter(state);
  }

  // A hidden page holds the practice; what comes next is for the person to say.
  #goAway() {
    if (this.state !== "running") return;
    this.#pause("away");
    this.part("more").textContent = this.player.words.away;
  }

  #rest() {
    clearInterval(this.timer);
    this.clock?.hold();
    this.speech?.hush();
    this.awake?.release().catch(() => {});
    this.awake = null;
  }

  stop() {
    if (!this.isUnderWay) return;
    this.#finish();
    this.player.notice("stopped");
  }

  skip() {
    if (this.isUnderWay) this.#close();
    this.#enter("skipped");
    this.player.skipped(this.block);
  }

  #finish() {
    this.#close();
    this.#enter("done");
    this.#say(this.exercise.end || this.player.words.done, "");
    this.player.finished(this.block);
    if (this.stage.isConnected) this.stage.scrollIntoView({ block: "center" });
  }

  #close() {
    this.#rest();
    practised(this.player, this.block, this.clock);
    if (this.themeBefore !== undefined) this.#lighten();
  }

  #turn(index) {
    if (index >= this.phases.length) {
      this.#finish();
      return;
    }
    this.index = index;
    this.phase = this.phases[index];
    this.phaseStart = this.clock.seconds;
    this.#say(this.phase.text, this.phase.more);
    this.phase.begin?.();
    this.#pulse();
    this.#speak();
    this.#paint();
  }

  #tick() {
    practised(this.player, this.block, this.clock);
    if (this.speaking) return;
    while (this.state === "running" && this.clock.seconds - this.phaseStart >= this.phase.seconds) {
      this.#turn(this.index + 1);
    }
    if (this.state === "running") this.#paint();
  }

  // The quiet after a sentence begins when the voice has ended, not when it was expected to.
  async #speak() {
    const { phase } = this;
    if (!phase.reading || !this.speech || !this.part("aloud").checked) return;
    this.speaking = true;
    await this.speech.say(phase.text);
    this.speaking = false;
    if (this.phase === phase) this.phaseStart = this.clock.seconds - phase.reading;
  }

  #say(text, more = "") {
    const cue = this.part("cue");
    if (cue.textContent !== text) cue.textContent = text;
    this.part("more").textContent = more;
  }

  #paint() {
    const passed = this.clock.seconds - this.phaseStart;
    const pacer = this.part("pacer");
    if (pacer.dataset.kind !== this.phase.kind) {
      pacer.dataset.kind = this.phase.kind;
      pacer.style.setProperty("--seconds", `${Number.isFinite(this.phase.seconds) ? this.phase.seconds : 4}s`);
    }
    const quarter = Math.ceil((Math.min(passed / this.phase.seconds, 1) || 0) * 4) / 4;
    pacer.style.setProperty("--fill", this.phase.kind === "out" ? 1 - quarter : quarter);
    write(this.part("count"), Number.isFinite(this.phase.seconds) ? Math.max(1, Math.ceil(this.phase.seconds - passed)) : "");
    write(this.part("left"), this.#leftInWords(passed));
  }

  #leftInWords(passed) {
    const rest = this.phases.slice(this.index).reduce((sum, { seconds }) => sum + seconds, -passed);
    if (this.exercise.hidesTime || !Number.isFinite(rest)) return "";
    const seconds = rest > LONG ? Math.ceil(rest / 10) * 10 : Math.ceil(rest);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return this.player.words.left.replace("{time}", time);
  }

  #pulse() {
    const pulse = PULSE[this.phase.kind];
    if (pulse && this.part("vibration").checked) navigator.vibrate?.(pulse);
  }

  async #keepAwake() {
    try {
      this.awake = await navigator.wakeLock.request("screen");
      if (this.state !== "running") await this.awake.release();
    } catch {
      this.part("may-darken").hidden = false;
    }
  }

  #darken() {
    if (!this.part("dark").checked) return;
    const root = document.documentElement;
    this.themeBefore = root.dataset.theme ?? "";
    root.dataset.theme = "black";
  }

  #lighten() {
    if (this.themeBefore) document.documentElement.dataset.theme = this.themeBefore;
    else delete document.documentElement.dataset.theme;
    this.themeBefore = undefined;
  }

  #enter(state) {
    this.state = this.block.dataset.state = state;
    const { isUnderWay } = this;
    const main = this.button("main");
    main.textContent = main.dataset[{ waiting: "wordWaiting", running: "wordRunning" }[state] ?? "wordPaused"];
    this.button("stop").hidden = !isUnderWay;
    this.button("skip").hidden = !["running", "paused"].includes(state);
    this.button("again").hidden = state !== "away";
    this.part("choices").hidden = state !== "waiting";
    this.part("tap").hidden = !(isUnderWay && this.exercise.ownPace?.());
    this.part("repeat").hidden = !["done", "skipped"].includes(state);
    for (const name of ["pacer", "count", "left"]) this.part(name).classList.toggle("resting", state !== "running");
    if (!isUnderWay) for (const name of ["count", "left"]) write(this.part(name), "");
    this.player.refresh();
  }
}

function write(element, text) {
  const words = String(text);
  if (element.textContent !== words) element.textContent = words;
}

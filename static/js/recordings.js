// Recorded voices of a module: kept on this phone when somebody wishes, played by a tap, removed again.
const MEDIA = "media-v1"; // the worker answers players from it, in slices

export default async function start(element) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.ready;
  await new Recordings(element).begin();
}

class Recordings {
  #rows = new Map(); // address -> what plays it

  constructor(element) {
    this.element = element;
    this.words = element.dataset;
    this.all = [...element.querySelectorAll("data")].map(({ value, dataset: { size, step } }) => ({ address: new URL(value, location).href, size: Number(size), step: document.getElementById(step) }));
    this.button = element.querySelector("[data-save]");
    this.gone = element.querySelector("[data-remove]");
    this.state = element.querySelector("[data-state]");
  }

  async begin() {
    this.button.addEventListener("click", () => this.#save());
    this.gone.addEventListener("click", () => this.#remove());
    this.cache = await caches.open(MEDIA);
    await this.#forget((address) => !this.all.some((one) => one.address === address));
    this.element.hidden = false;
    const kept = await this.#paint();
    if (kept === this.all.length) this.#say("kept");
  }

  // One after the other; what has come is kept, also when the next one does not come.
  async #save() {
    this.button.disabled = this.gone.disabled = true;
    let ended = "kept";
    try {
      for (const one of this.all) {
        this.#say("saving", await this.#paint());
        if (!(await this.cache.match(one.address))) await this.#fetch(one);
      }
      navigator.storage?.persist?.();
    } catch (failure) {
      ended = failure.name === "QuotaExceededError" ? "full" : "broken";
    }
    this.button.disabled = this.gone.disabled = false;
    this.#say(ended, await this.#paint());
    if (ended === "kept") this.gone.focus();
  }

  // A page of somebody else's network is no recording: the digest has to be the promised one.
  async #fetch({ address, size }) {
    const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
    const body = answer.ok && answer.headers.get("ETag")?.includes(new URL(address).searchParams.get("d")) && (await answer.blob());
    if (body?.size !== size) throw new Error(`${address} ${answer.status}`);
    await this.cache.put(address, new Response(body, { headers: { "Content-Type": body.type } }));
  }

  async #remove() {
    await this.#forget(() => true);
    await this.#paint();
    this.#say("removed");
    this.button.focus();
  }

  // Of this module alone; older recordings of it go by themselves.
  async #forget(isOver) {
    const folder = new URL(".", this.all[0].address).href;
    for (const { url } of await this.cache.keys()) {
      if (url.startsWith(folder) && isOver(url)) await this.cache.delete(url);
    }
  }

  // What is kept decides which buttons there are.
  async #paint() {
    const there = await Promise.all(this.all.map(({ address }) => this.cache.match(address)));
    for (const [place, one] of this.all.entries()) {
      if (there[place]) this.#offer(one);
      else this.#withdraw(one);
    }
    const kept = there.filter(Boolean).length;
    this.button.hidden = kept === this.all.length;
    this.gone.hidden = !kept;
    if (kept) this.button.textContent = this.button.dataset.again;
    else this.button.textContent = this.button.dataset.first ??= this.button.textContent;
    return kept;
  }

  #say(words, done = 0) {
    this.state.textContent = this.words[words].replace("{done}", done).replace("{all}", this.all.length);
  }

  #offer({ address, step }) {
    if (this.#rows.has(address)) return;
    const row = this.element.querySelector("template").content.firstElementChild.cloneNode(true);
    const stop = play(row, address, this.words.title);
    step.querySelector("h2").after(row);
    addEventListener("quiet", stop);
    // The recording stands in for the voice of the device, which may come later.
    const watch = new MutationObserver(() => {
      voiceOf(step).forEach((other) => (other.hidden = row.querySelector("[data-failed]").hidden));
    });
    watch.observe(step, { childList: true });
    voiceOf(step).forEach((other) => (other.hidden = true));
    this.#rows.set(address, { row, stop, watch });
  }

  #withdraw({ address, step }) {
    const there = this.#rows.get(address);
    if (!there) return;
    removeEventListener("quiet", there.stop);
    there.watch.disconnect();
    there.stop();
    there.row.remove();
    voiceOf(step).forEach((other) => (other.hidden = false));
    this.#rows.delete(address);
  }
}

const voiceOf = (step) => step.querySelectorAll(".listen:not([data-recorded])");

function play(row, address, title) {
  const button = row.querySelector("button");
  const failed = row.querySelector("[data-failed]");
  const audio = new Audio();
  audio.preload = "none";
  audio.src = address;
  const { wordListen, wordPause } = button.dataset;
  for (const name of ["play", "pause", "ended"]) {
    audio.addEventListener(name, () => (button.textContent = audio.paused ? wordListen : wordPause));
  }
  button.addEventListener("click", () => {
    if (!audio.paused) {
      audio.pause();
      return;
    }
    // A phone shows on its locked screen what plays: it must not be the title of the page.
    if ("mediaSession" in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title });
    audio.play().catch(({ name }) => {
      if (name === "AbortError") return;
      failed.hidden = false;
      button.hidden = true;
      voiceOf(row.parentElement).forEach((other) => (other.hidden = false));
    });
  });
  return () => audio.pause();
}

// Reads aloud with a voice of the page's own language, or not at all.
const WAIT_FOR_VOICES = 500;
const AFTER_CANCEL = 60; // Chrome drops a sentence that follows cancel() at once
const SECONDS_A_WORD = 0.6;

// Resolves to null where no such voice is: a foreign voice reading Ukrainian helps nobody.
export async function speechOf(player) {
  if (!("speechSynthesis" in globalThis)) return null;
  const voice = chosen(await voices(), document.documentElement.lang);
  if (!voice) return null;
  const speech = new Speech(voice);
  for (const step of player.steps) offerToListen(step, player.clone("listen"), speech);
  return speech;
}

function voices() {
  const there = speechSynthesis.getVoices();
  if (there.length) return there;
  return new Promise((resolve) => {
    const answer = () => resolve(speechSynthesis.getVoices());
    speechSynthesis.addEventListener("voiceschanged", answer, { once: true });
    setTimeout(answer, WAIT_FOR_VOICES);
  });
}

function chosen(all, language) {
  const own = all.filter(({ lang }) => lang.replace("_", "-").toLowerCase().startsWith(language));
  return own.find(({ localService }) => localService) ?? own[0] ?? null;
}

class Speech {
  #voice;
  #turn = 0;

  constructor(voice) {
    this.#voice = voice;
  }

  // One utterance a sentence; the promise is kept when it was spoken, or hushed, or the voice does not come to an end.
  async say(text) {
    this.hush();
    const turn = this.#turn;
    const giveUp = setTimeout(() => this.hush(), patience(text));
    for (const sentence of sentences(text)) {
      if (turn !== this.#turn) break;
      await this.#utter(sentence);
    }
    clearTimeout(giveUp);
  }

  hush() {
    this.#turn += 1;
    clearTimeout(this.#waiting);
    if (speechSynthesis.speaking || speechSynthesis.pending) {
      speechSynthesis.cancel();
      this.#cancelled = performance.now();
    }
    this.#settle?.();
  }

  #cancelled = -AFTER_CANCEL;

  #waiting;

  #settle;

  #utter(sentence) {
    return new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = this.#voice;
      utterance.lang = this.#voice.lang;
      this.#settle = utterance.onend = utterance.onerror = resolve;
      const wait = this.#cancelled + AFTER_CANCEL - performance.now();
      // The first sentence has to start inside the tap, or phones by Apple stay silent.
      if (wait > 0) this.#waiting = setTimeout(() => speechSynthesis.speak(utterance), wait);
      else speechSynthesis.speak(utterance);
    });
  }
}

// Milliseconds after which even a slow voice must have ended: some never say that they did.
const patience = (text) => 10e3 + 4e3 * SECONDS_A_WORD * text.split(/\s+/).length;

function sentences(text) {
  return text.match(/[^.!?…]+[.!?…]*\s*/g)?.map((part) => part.trim()).filter(Boolean) ?? [];
}

// A button that reads the paragraphs of a step one by one and remembers where it stopped:
// pause() of the browser loses the rest on Android.
function offerToListen(step, row, speech) {
  const button = row.querySelector("button");
  const { wordListen, wordPause } = button.dataset;
  let at = 0;
  let speaking = false;

  const stop = () => {
    speaking = false;
    speech.hush();
    button.textContent = wordListen;
    for (const element of step.querySelectorAll(".spoken")) element.classList.remove("spoken");
  };

  const read = async () => {
    speaking = true;
    button.textContent = wordPause;
    const passages = readable(step);
    while (speaking && at < passages.length) {
      passages[at].classList.add("spoken");
      await speech.say(passages[at].textContent);
      passages[at]?.classList.remove("spoken");
      if (speaking) at += 1;
    }
    if (at >= passages.length) at = 0;
    stop();
  };

  button.addEventListener("click", () => (speaking ? stop() : read()));
  addEventListener("quiet", () => speaking && stop());
  step.querySelector("h2").after(row);
}

function readable(step) {
  return [...step.querySelectorAll("h2, .prose p, .prose li, .safety p, .lines li")].filter(
    (element) => element.textContent.trim() && element.checkVisibility?.() !== false,
  );
}

// Reads aloud with a voice of the page's own language, or not at all.
const WAIT_FOR_VOICES = 500;
const AFTER_CANCEL = 60; // Chrome drops a sentence that follows cancel() at once

// Resolves to null where no such voice is: a foreign voice reading Ukrainian helps nobody.
export async function speechOf(language) {
  if (!("speechSynthesis" in globalThis)) return null;
  const voice = chosen(await voices(), language);
  return voice && new Speech(voice);
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

  // One utterance a sentence; the promise is kept when it was spoken, or hushed.
  async say(text) {
    this.hush();
    const turn = this.#turn;
    for (const sentence of sentences(text)) {
      if (turn !== this.#turn) return;
      await this.#utter(sentence);
    }
  }

  hush() {
    this.#turn += 1;
    if (!speechSynthesis.speaking && !speechSynthesis.pending) return;
    speechSynthesis.cancel();
    this.#cancelled = performance.now();
    this.#settle?.();
  }

  #cancelled = -AFTER_CANCEL;

  #settle;

  #utter(sentence) {
    return new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = this.#voice;
      utterance.lang = this.#voice.lang;
      this.#settle = utterance.onend = utterance.onerror = resolve;
      const wait = this.#cancelled + AFTER_CANCEL - performance.now();
      // The first sentence has to start inside the tap, or phones by Apple stay silent.
      if (wait > 0) setTimeout(() => speechSynthesis.speak(utterance), wait);
      else speechSynthesis.speak(utterance);
    });
  }
}

function sentences(text) {
  return text.match(/[^.!?…]+[.!?…]*\s*/g)?.map((part) => part.trim()).filter(Boolean) ?? [];
}

// A button that reads the paragraphs of a step one by one and remembers where it stopped:
// pause() of the browser loses the rest on Android.
export function listenTo(step, button, speech) {
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
  return () => speaking && stop();
}

function readable(step) {
  return [...step.querySelectorAll("h2, .prose p, .prose li, .safety p, .lines li")].filter(
    (element) => element.textContent.trim() && element.checkVisibility?.() !== false,
  );
}

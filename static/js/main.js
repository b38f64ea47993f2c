// Starts what a page asks for: [data-module="step-player"] starts static/js/step-player.js.
import { startHiding } from "./hide.js";

const AGAIN = 10e3; // milliseconds until a script that did not come is asked for once more

for (const element of document.querySelectorAll("[data-module]")) {
  begin(element.dataset.module, element).finally(() => element.removeAttribute("data-unpainted"));
}

startHiding();
for (const name of ["hide-more", "offline"]) afterLoad(() => fetched(name).then((module) => module.start()));

export function begin(name, ...on) {
  return fetched(name)
    .then((module) => module.default(...on))
    .catch((failure) => console.error(name, failure));
}

// On a network that breaks off the page wakes up as soon as the script does come.
async function fetched(name) {
  const path = `/static/js/${name}.js`;
  for (let isThere = false; ; ) {
    try {
      return await import(path);
    } catch (failure) {
      document.querySelector("[data-unpainted]")?.removeAttribute("data-unpainted");
      if (!(failure instanceof TypeError)) throw failure; // it did come and is broken
      console.warn(name, failure);
      if (isThere) loadAnew(path);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      isThere = await fetch(path).then(({ ok }) => ok, () => false);
    }
  }
}

// Before 2026 no browser asked twice within one page. Once for a script, and over nothing that would be lost.
function loadAnew(path) {
  const isTyped = ({ value, defaultValue }) => value !== defaultValue;
  if (sessionStorage[path] || document.querySelector("[data-running], .concealed")) return;
  if ([...document.querySelectorAll("textarea, input:not([type=checkbox])")].some(isTyped)) return;
  sessionStorage[path] = 1;
  location.reload();
}

function afterLoad(action) {
  if (document.readyState === "complete") action();
  else addEventListener("load", () => setTimeout(action), { once: true });
}

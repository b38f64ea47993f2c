// Starts what a page asks for: [data-module="step-player"] starts static/js/step-player.js.
import { startHiding } from "./hide.js";

const AGAIN = 10e3; // milliseconds until a script that did not come is asked for once more

for (const element of document.querySelectorAll("[data-module]")) {
  fetched(element.dataset.module, () => element.removeAttribute("data-unpainted"))
    .then((module) => module.default(element))
    .catch((failure) => console.error(element.dataset.module, failure))
    .finally(() => element.removeAttribute("data-unpainted"));
}

startHiding();
for (const name of ["hide-more", "offline"]) afterLoad(() => fetched(name).then((module) => module.start()));

// On a network that breaks off the page wakes up as soon as the script does come.
async function fetched(name, failed = () => {}) {
  for (;;) {
    try {
      return await import(`./${name}.js`);
    } catch (failure) {
      failed();
      if (!(failure instanceof TypeError)) throw failure; // it did come and is broken
      console.warn(name, failure);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

function afterLoad(action) {
  if (document.readyState === "complete") action();
  else addEventListener("load", () => setTimeout(action), { once: true });
}

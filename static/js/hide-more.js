// What Hide has besides its button: Shift pressed three times, and one line, once, about the browser's history.
import { hideEverywhere } from "./hide.js";

const PRESSES = 3;
const WITHIN = 5000; // milliseconds

export function start() {
  const { lang, dataset } = document.documentElement;
  if (!document.querySelector("[data-hide]") || dataset.exit === "off") return;
  watchShift();
  if (location.pathname === `/${lang}/`) explainOnce().catch(() => {});
}

// For those who cannot reach the button. Shift held for a capital letter does not count.
function watchShift() {
  let presses = [];
  let alone = false;
  let fade = 0;
  const dots = line();
  addEventListener("keydown", ({ key }) => {
    alone = key === "Shift";
    if (!alone) presses = [];
  });
  addEventListener("keyup", ({ key }) => {
    if (key !== "Shift" || !alone) return;
    const now = performance.now();
    presses = [...presses.filter((then) => now - then < WITHIN), now];
    const left = PRESSES - presses.length;
    if (!left) return hideEverywhere();
    show(dots, left).catch(() => {});
    clearTimeout(fade);
    fade = setTimeout(() => dots.remove(), WITHIN);
  });
}

async function show(dots, left) {
  dots.textContent = `${"●".repeat(PRESSES - left)}${"○".repeat(left)}`;
  document.body.append(dots);
  dots.append(` ${(await words()).dataset[left === 1 ? "once" : "twice"]}`);
}

// After the first use, when the person is back: before it, a line would only hold up the hand.
async function explainOnce() {
  if (localStorage.hid !== "now") return;
  const { textContent, dataset } = await words();
  const said = line();
  const close = document.createElement("button");
  close.className = "link-button";
  close.textContent = dataset.close;
  close.addEventListener("click", () => said.remove());
  said.append(textContent, " ", close);
  document.body.append(said);
  localStorage.hid = "said";
}

function line() {
  const made = document.createElement("p");
  made.className = "notice";
  made.role = "status";
  Object.assign(made.style, { position: "fixed", inset: "auto var(--s4) 4.5rem", zIndex: 6, boxShadow: "0 0 0 1px var(--line-ui)" });
  return made;
}

// They stand among the settings, and that page is on the phone: no other has to carry them.
async function words() {
  const page = await (await fetch(`/${document.documentElement.lang}/you`)).text();
  return new DOMParser().parseFromString(page, "text/html").querySelector("[data-hide-words]");
}
